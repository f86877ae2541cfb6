package dev.imago.plugins.wardrobe.world;

/**
 * Where and how a photo lies on the canvas.
 *
 * @param x of its centre, in pixels from the left
 * @param y of its centre, in pixels from the top
 * @param scale 1 is its own size
 * @param turn clockwise, in radians
 */
record Pose(double x, double y, double scale, double turn) {
    /** How far a photo may be from a cell's centre and still lie in it, in pixels. */
    private static final double NEAR = 1e-6;

    /** At rest in a cell. */
    static Pose in(Place place) {
        double half = SceneComposer.CELL / 2.0;
        return new Pose(
                place.column() * SceneComposer.CELL + half,
                place.row() * SceneComposer.CELL + half,
                1,
                0);
    }

    /** Whether it is at the centre of a cell, in any size and however turned. */
    boolean liesIn(Place place) {
        Pose rest = in(place);
        return Math.hypot(x - rest.x, y - rest.y) < NEAR;
    }

    /** Part of the way to another pose. */
    Pose towards(Pose end, double part) {
        return new Pose(
                x + (end.x - x) * part,
                y + (end.y - y) * part,
                scale + (end.scale - scale) * part,
                turn + (end.turn - turn) * part);
    }

    /** The same on a canvas so many times as large; photos keep their size. */
    Pose spread(double factor) {
        return new Pose(x * factor, y * factor, scale, turn);
    }

    /** The photo's column under a point of the canvas. */
    double photoX(double canvasX, double canvasY) {
        double along = (canvasX - x) * Math.cos(turn) + (canvasY - y) * Math.sin(turn);
        return along / scale + Photos.SIDE / 2.0;
    }

    /** The photo's row under a point of the canvas. */
    double photoY(double canvasX, double canvasY) {
        double along = (canvasY - y) * Math.cos(turn) - (canvasX - x) * Math.sin(turn);
        return along / scale + Photos.SIDE / 2.0;
    }
}
