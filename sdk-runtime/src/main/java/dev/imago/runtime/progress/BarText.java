package dev.imago.runtime.progress;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressState;

/**
 * A bar as text: {@code connector 40% ████▊······· 120/300 2m 05s left loss 0.412}. The bar takes
 * what the figures leave; in a narrow terminal the figures are cut.
 */
final class BarText implements ProgressBarRenderer {
    private static final int NARROWEST = 8;
    private static final int WIDEST = 40;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Supplier<OptionalDouble> secondsLeft;

    BarText(Supplier<OptionalDouble> secondsLeft) {
        this.secondsLeft = secondsLeft;
    }

    @Override
    public String render(ProgressState state, int width) {
        String detail = state.getExtraMessage().isEmpty() ? "" : "  " + state.getExtraMessage();
        String text =
                state.isIndefinite()
                        ? state.getTaskName() + "  " + state.getCurrent() + detail
                        : definite(state, width, detail);
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private String definite(ProgressState state, int width, String detail) {
        double share = Math.min(1, state.getNormalizedProgress());
        String head =
                String.format(
                        Locale.ROOT,
                        "%s %3d%% ",
                        state.getTaskName(),
                        (int) Math.floor(share * 100));
        String tail = " " + state.getCurrent() + "/" + state.getMax() + left(state) + detail;
        int room = width - head.length() - tail.length();
        return head + bar(share, Math.max(NARROWEST, Math.min(WIDEST, room))) + tail;
    }

    private String left(ProgressState state) {
        OptionalDouble seconds = secondsLeft.get();
        return seconds.isEmpty() || state.getCurrent() >= state.getMax()
                ? ""
                : "  " + TimeText.of(seconds.getAsDouble()) + " left";
    }

    private static String bar(double share, int width) {
        int eighths = (int) Math.floor(share * width * 8);
        int full = eighths / 8;
        String fraction =
                full < width && eighths % 8 > 0
                        ? EIGHTHS.substring(eighths % 8, eighths % 8 + 1)
                        : "";
        return "█".repeat(full) + fraction + "·".repeat(width - full - fraction.length());
    }
}
