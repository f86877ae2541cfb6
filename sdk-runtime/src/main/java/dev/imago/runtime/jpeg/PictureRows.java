package dev.imago.runtime.jpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * From the coefficients of one row of units after the other to the rows of the picture. Of samples
 * only those of the latest two rows of units are kept. For one thread.
 */
final class PictureRows {
    private final FrameHeader frame;
    private final List<CoefficientRows> coefficients = new ArrayList<>();
    private final List<SampleRows> samples = new ArrayList<>();
    private final ColourConversion conversion;
    private final byte[] rgb;
    private int done;

    PictureRows(FrameHeader frame, ColourSpace space) throws JpegFormatException {
        this.frame = frame;
        List<Upsampling> rows = new ArrayList<>();
        for (FrameComponent component : frame.components()) {
            SampleRows own = new SampleRows(component, frame);
            coefficients.add(new CoefficientRows(component));
            samples.add(own);
            rows.add(new Upsampling(own, component, frame));
        }
        conversion = new ColourConversion(space, rows, frame);
        rgb = new byte[Math.toIntExact((long) frame.width() * frame.height() * 3)];
    }

    /** Where the coefficients of the next row of units go. */
    CoefficientRows coefficients(FrameComponent component) {
        return coefficients.get(frame.components().indexOf(component));
    }

    /** Makes the rows of the picture that a row of units brings. Each must be there, in order. */
    void finish(int unitRow) {
        for (int i = 0; i < samples.size(); i++) {
            samples.get(i).finish(coefficients.get(i), unitRow);
        }
        int ready = (unitRow + 1) * 8 * frame.vertical();
        if (unitRow == frame.unitsHigh() - 1) {
            ready = frame.height();
        } else if (frame.vertical() > 1) {
            ready--; // smooth upsampling looks at the row below
        }
        for (; done < ready; done++) {
            conversion.row(done, rgb);
        }
    }

    /** Makes all rows from the coefficients that the components have kept. */
    void finishAll() {
        for (int unitRow = 0; unitRow < frame.unitsHigh(); unitRow++) {
            for (int i = 0; i < samples.size(); i++) {
                int high = coefficients.get(i).high();
                for (int row = unitRow * high; row < (unitRow + 1) * high; row++) {
                    coefficients.get(i).load(frame.components().get(i), row);
                }
            }
            finish(unitRow);
        }
    }

    JpegPixels pixels() {
        return new JpegPixels(frame.width(), frame.height(), rgb);
    }
}
