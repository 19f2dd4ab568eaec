package io.meltemi.translator.config.check;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * What may stand in the parentheses behind a command of Envoy's substitution format. Says what
 * Envoy refuses, which is less than what makes no sense.
 */
enum FormatParameters {
  NONE {
    @Override
    Optional<String> objection(String parameters) {
      return parameters.isEmpty() ? Optional.empty() : Optional.of("takes no parameters");
    }
  },
  OPTIONAL {
    @Override
    Optional<String> objection(String parameters) {
      return Optional.empty();
    }
  },
  REQUIRED {
    @Override
    Optional<String> objection(String parameters) {
      return parameters.isEmpty() ? Optional.of("needs parameters") : Optional.empty();
    }
  },
  /** A header, and another if that is not there: {@code X-ORIGINAL-PATH?:PATH}. */
  HEADER {
    @Override
    Optional<String> objection(String parameters) {
      List<String> names = Splitter.on('?').splitToList(parameters);
      if (parameters.isEmpty() || names.size() > 2) {
        return Optional.of("needs a header's name and at most one alternative, (x-a?x-b)");
      }
      return names.stream()
          .filter(name -> !isHeader(name))
          .findFirst()
          .map(name -> "\"" + name + "\" is not a header's name");
    }
  },
  /** A format of {@code strftime} without line breaks. */
  TIME {
    @Override
    Optional<String> objection(String parameters) {
      return LINE_BREAK.matcher(parameters).find()
          ? Optional.of("a time has no line break %n in it")
          : Optional.empty();
    }
  },
  /** {@code START:END[:PRECISION]}. */
  DURATION {
    @Override
    Optional<String> objection(String parameters) {
      List<String> parts = Splitter.on(':').splitToList(parameters);
      boolean valid = parts.size() == 2 || (parts.size() == 3 && PRECISIONS.contains(parts.get(2)));
      return valid
          ? Optional.empty()
          : Optional.of("needs two points in time and ms, us or ns: (DS_RX_BEG:DS_TX_END:ms)");
    }
  },
  /** {@code KEY[:PLAIN|TYPED|FIELD[:NAME]]}. */
  FILTER_STATE {
    @Override
    Optional<String> objection(String parameters) {
      List<String> parts = Splitter.on(':').splitToList(parameters);
      String form = parts.size() > 1 ? parts.get(1) : "";
      boolean hasName = parts.size() > 2 && !parts.get(2).isEmpty();
      boolean valid =
          !parts.getFirst().isEmpty()
              && (form.equals("FIELD") ? hasName : !hasName && FORMS.contains(form));
      return valid
          ? Optional.empty()
          : Optional.of("needs a key, then PLAIN, TYPED or FIELD:name: (my.key:PLAIN)");
    }
  },
  GRPC_STATUS {
    @Override
    Optional<String> objection(String parameters) {
      return option(parameters, ImmutableSet.of("CAMEL_STRING", "SNAKE_STRING", "NUMBER"));
    }
  },
  METADATA {
    @Override
    Optional<String> objection(String parameters) {
      String kind = Splitter.on(':').splitToList(parameters).getFirst();
      return METADATA_KINDS.contains(kind)
          ? Optional.empty()
          : Optional.of("begins with one of " + METADATA_KINDS);
    }
  },
  PATH {
    @Override
    Optional<String> objection(String parameters) {
      return options(
          parameters, ImmutableSet.of("WQ", "NQ"), ImmutableSet.of("ORIG", "PATH", "ORIG_OR_PATH"));
    }
  },
  QUERY {
    @Override
    Optional<String> objection(String parameters) {
      return option(parameters, ImmutableSet.of("ORIG", "DECODED"));
    }
  },
  SERVER_NAME {
    @Override
    Optional<String> objection(String parameters) {
      return options(
          parameters,
          ImmutableSet.of("SNI_ONLY", "SNI_FIRST", "HOST_FIRST"),
          ImmutableSet.of("ORIG_OR_HOST", "HOST", "ORIG"));
    }
  },
  COALESCE {
    @Override
    Optional<String> objection(String parameters) {
      return CoalesceFormat.objection(parameters);
    }
  };

  private static final Pattern LINE_BREAK = Pattern.compile("%[-_0^#]*[1-9]*(E|O)?n");
  private static final ImmutableSet<String> PRECISIONS = ImmutableSet.of("ms", "us", "ns");
  private static final ImmutableSet<String> FORMS = ImmutableSet.of("", "PLAIN", "TYPED");
  private static final ImmutableSet<String> METADATA_KINDS =
      ImmutableSet.of(
          "DYNAMIC",
          "CLUSTER",
          "ROUTE",
          "UPSTREAM_HOST",
          "LISTENER",
          "VIRTUAL_HOST",
          "LISTENER_FILTER_CHAIN");

  /** What Envoy has against these parameters; they are empty if there are no parentheses. */
  abstract Optional<String> objection(String parameters);

  /** Envoy takes an empty name too, and pseudo headers. */
  private static boolean isHeader(String name) {
    String plain = name.startsWith(":") ? name.substring(1) : name;
    return name.isEmpty() || HeaderChecks.isName(Ascii.toLowerCase(plain));
  }

  private static Optional<String> option(String given, ImmutableSet<String> known) {
    return given.isEmpty() || known.contains(given)
        ? Optional.empty()
        : Optional.of("takes one of " + known + ", not \"" + given + "\"");
  }

  private static Optional<String> options(
      String given, ImmutableSet<String> first, ImmutableSet<String> second) {
    List<String> parts = Splitter.on(':').splitToList(given);
    Optional<String> objection = option(parts.getFirst(), first);
    return objection.isEmpty() && parts.size() > 1 ? option(parts.get(1), second) : objection;
  }
}
