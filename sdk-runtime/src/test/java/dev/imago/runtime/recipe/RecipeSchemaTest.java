package dev.imago.runtime.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imago.api.plugin.Doc;
import dev.imago.runtime.plugin.PluginLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecipeSchemaTest {
    private JsonNode definitions;

    @BeforeEach
    void generate() throws JsonProcessingException {
        String json = RecipeSchema.json(PluginLoader.of(PaperPlugin.withStages()));
        definitions = new ObjectMapper().readTree(json).get("$defs");
    }

    @Test
    void component_is_one_of_those_offered() {
        JsonNode encoder = definitions.at("/Encoder/oneOf");
        assertThat(encoder.at("/0/enum")).extracting(JsonNode::asText).contains("siglip", "clip");
        assertThat(encoder.findValuesAsText("$ref"))
                .containsExactly("#/$defs/Encoder.clip", "#/$defs/Encoder.siglip");
    }

    @Test
    void key_has_description_type_and_default() {
        JsonNode layers = definitions.get("Encoder.siglip").at("/properties/layers");
        assertThat(layers.get("description").asText()).isEqualTo("number of layers, 1 to 64");
        assertThat(layers.get("type").asText()).isEqualTo("integer");
        assertThat(layers.get("default").asInt()).isEqualTo(2);
    }

    record Widths(@Doc(value = "one or each", loneEntry = true) List<Integer> widths) {}

    @Test
    void an_entry_may_stand_for_its_list_where_the_key_says_so() {
        Map<String, Object> made = new HashMap<>();
        new SchemaDefinitions(PluginLoader.of(PaperPlugin.withStages()), made, false)
                .of(Widths.class);
        JsonNode widths =
                new ObjectMapper().valueToTree(made).findValue("properties").get("widths");
        assertThat(widths.at("/anyOf/0/type").asText()).isEqualTo("integer");
        assertThat(widths.at("/anyOf/1/type").asText()).isEqualTo("array");
        assertThat(widths.at("/anyOf/1/items/type").asText()).isEqualTo("integer");
    }

    @Test
    void words_are_enumerated() {
        assertThat(definitions.get("VisionHead.linear").at("/properties/loss/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("cosine", "mse");
        assertThat(definitions.get("RuntimeSection").at("/properties/device/enum"))
                .extracting(JsonNode::asText)
                .containsExactly("auto", "cpu", "cuda");
    }

    @Test
    void stage_has_its_name_beside_the_keys_of_its_component() {
        JsonNode train = definitions.get("StageEntry.train");
        assertThat(train.get("properties").fieldNames())
                .toIterable()
                .containsExactly("type", "name", "after", "trainable", "steps", "optimizer");
        assertThat(train.get("required"))
                .extracting(JsonNode::asText)
                .isEqualTo(List.of("type", "steps"));
    }

    @Test
    void keys_are_required_only_where_nothing_is_extended() {
        assertThat(definitions.get("Recipe").get("required"))
                .extracting(JsonNode::asText)
                .containsExactly("name", "model");
        assertThat(definitions.get("Recipe.partial").has("required")).isFalse();
        assertThat(definitions.get("Recipe.partial").at("/properties/extends").isMissingNode())
                .isFalse();
    }
}
