package com.example.describe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imago.api.data.CaptionedImage;
import dev.imago.api.data.ImageSource;
import dev.imago.api.data.Picture;
import dev.imago.api.data.TaskFormatter;
import dev.imago.api.data.TaskItem;
import dev.imago.api.data.Turn;
import dev.imago.api.testing.TaskFormatterContract;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescribeFormatterTest extends TaskFormatterContract<CaptionedImage> {
    @Override
    protected TaskFormatter<CaptionedImage> formatter() {
        return new DescribeFormatter(new DescribeConfig(null));
    }

    @Override
    protected CaptionedImage sample() {
        ImageSource image = ImageSource.of("bag.png", new Picture(1, 1, new byte[3]));
        return new CaptionedImage("bag", image, "a red bag on gray", List.of());
    }

    @Test
    void score_is_the_share_of_common_words() {
        TaskItem item = formatter().items(sample()).get(0);
        assertThat(formatter().score(item, Turn.assistant("A red bag, on gray."))).isEqualTo(1);
        assertThat(formatter().score(item, Turn.assistant("a red boot"))).isEqualTo(2.0 / 6);
    }
}
