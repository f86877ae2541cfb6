package dev.imago.runtime.jpeg;

/** Turns the coefficients of all passes into samples. */
final class ProgressiveSamples {
    private ProgressiveSamples() {}

    static void of(FrameComponent component, int[] quantiser) {
        InverseDct transform = new InverseDct();
        short[] coefficients = component.coefficients();
        int[] block = new int[64];
        for (int row = 0; row < component.blocksHigh(); row++) {
            for (int column = 0; column < component.blocksWide(); column++) {
                int from = component.block(row, column);
                for (int i = 0; i < 64; i++) {
                    block[i] = coefficients[from + i] * quantiser[i];
                }
                transform.apply(
                        block,
                        component.samples(),
                        component.corner(row, column),
                        component.stride());
            }
        }
    }
}
