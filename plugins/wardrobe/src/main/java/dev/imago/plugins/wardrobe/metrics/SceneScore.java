package dev.imago.plugins.wardrobe.metrics;

import dev.imago.plugins.wardrobe.metrics.PictureMeasure.Measured;
import dev.imago.plugins.wardrobe.world.Garment;
import dev.imago.plugins.wardrobe.world.Item;
import dev.imago.plugins.wardrobe.world.Place;
import dev.imago.plugins.wardrobe.world.Scene;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far pictures show the scenes they should. Adds up; not thread-safe.
 *
 * <p>Layout is the share of cells that are occupied or empty as they should; colour and garment are
 * shares of the garments asked for, where an empty cell is wrong; a scene is right when every cell
 * is, in all three.
 */
final class SceneScore {
    private int scenes;
    private int wholeScenes;
    private int cells;
    private int cellsRight;
    private int items;
    private int coloursRight;
    private int garmentsRight;
    private int groundsRight;
    private final Map<Garment, int[]> byGarment = new EnumMap<>(Garment.class);

    /** The score of what is seen, each against its scene. */
    static SceneScore of(List<Scene> scenes, List<Seen> seen) {
        SceneScore score = new SceneScore();
        for (int i = 0; i < scenes.size(); i++) {
            score.add(scenes.get(i), seen.get(i).measured(), seen.get(i).named());
        }
        return score;
    }

    /**
     * Adds a picture.
     *
     * @param scene what it should show
     * @param measured what its pixels show
     * @param named what the judge sees in its cells
     */
    void add(Scene scene, Measured measured, Map<Place, Garment> named) {
        boolean whole = true;
        for (Place place : Place.values()) {
            Item item = scene.at(place).orElse(null);
            boolean occupied = measured.at(place).isPresent();
            whole &= layout(item != null, occupied);
            if (item != null) {
                boolean colour = measured.at(place).filter(item.tint()::equals).isPresent();
                boolean garment = occupied && named.get(place) == item.garment();
                whole &= item(item.garment(), colour, garment);
            }
        }
        groundsRight += measured.ground() == scene.ground() ? 1 : 0;
        wholeScenes += whole ? 1 : 0;
        scenes++;
    }

    private boolean layout(boolean wanted, boolean occupied) {
        cells++;
        cellsRight += wanted == occupied ? 1 : 0;
        return wanted == occupied;
    }

    private boolean item(Garment garment, boolean colour, boolean named) {
        items++;
        coloursRight += colour ? 1 : 0;
        garmentsRight += named ? 1 : 0;
        int[] counts = byGarment.computeIfAbsent(garment, g -> new int[2]);
        counts[0] += named ? 1 : 0;
        counts[1]++;
        return colour && named;
    }

    int scenes() {
        return scenes;
    }

    double layout() {
        return share(cellsRight, cells);
    }

    double colour() {
        return share(coloursRight, items);
    }

    double garment() {
        return share(garmentsRight, items);
    }

    double ground() {
        return share(groundsRight, scenes);
    }

    double wholeScene() {
        return share(wholeScenes, scenes);
    }

    double garment(Garment garment) {
        int[] counts = byGarment.getOrDefault(garment, new int[2]);
        return share(counts[0], counts[1]);
    }

    private static double share(int some, int all) {
        return all == 0 ? Double.NaN : (double) some / all;
    }
}
