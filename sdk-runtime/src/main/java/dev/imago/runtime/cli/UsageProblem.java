package dev.imago.runtime.cli;

import dev.imago.api.error.ErrorCode;
import dev.imago.api.error.Problem;
import dev.imago.runtime.plugin.NearestName;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli complains about, in Imago's words. */
final class UsageProblem {
    private UsageProblem() {}

    static Problem of(ParameterException failure, String verb) {
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        String help = "`imago " + verb + " --help` shows them all.";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0), spec, help);
        }
        if (failure instanceof MissingParameterException missing) {
            return missing(missing, verb);
        }
        String message = failure.getMessage();
        return new Problem(ErrorCode.USAGE, "imago " + verb, decapitalised(message), help);
    }

    private static Problem unmatched(String word, CommandSpec spec, String help) {
        if (!word.startsWith("-")) {
            return new Problem(ErrorCode.USAGE, word, "is one argument too many.", help);
        }
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        List<String> known =
                spec.options().stream()
                        .flatMap(known1 -> List.of(known1.names()).stream())
                        .toList();
        String near = NearestName.question(option, known);
        return new Problem(
                ErrorCode.USAGE, option, "no such option.", near.isEmpty() ? help : near);
    }

    private static Problem missing(MissingParameterException failure, String verb) {
        ArgSpec first = failure.getMissing().isEmpty() ? null : failure.getMissing().get(0);
        if (first == null || first.isOption()) {
            return new Problem(
                    ErrorCode.USAGE, "imago " + verb, decapitalised(failure.getMessage()), "");
        }
        return new Problem(
                ErrorCode.USAGE,
                "imago " + verb,
                first.paramLabel() + " is missing: " + String.join(" ", first.description()) + ".",
                "`imago " + verb + " --help` has an example.");
    }

    private static String decapitalised(String message) {
        String text =
                message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
        return text.endsWith(".") ? text : text + ".";
    }
}
