package dev.imago.runtime.parity;

import ai.djl.ndarray.NDManager;

/** Pictures to pixels: decoding, aspects and resizing; tiles; and data sets of pictures. */
final class ImagesCheck implements FamilyCheck {
    @Override
    public String family() {
        return "images";
    }

    @Override
    public void check(ParityCase recorded, Bench bench, NDManager scope, Findings findings) {
        if (recorded.has("/file")) {
            new PictureCheck(recorded, scope, findings).check();
        } else if (recorded.has("/grids")) {
            TilesCheck.grids(recorded, findings);
        } else if (recorded.has("/data")) {
            new PictureDataCheck(recorded, bench, scope).check(findings);
        } else if (recorded.has("/rows/0/map")) {
            TilesCheck.contents(recorded, findings);
        } else {
            throw new UnsupportedCaseException("no check knows what the case is about");
        }
    }
}
