package io.meltemi.istiod.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.authenticate.JwtRule;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Whose tokens count besides; Istio has it as the environment variable {@code JWT_RULE}. */
final class JwtRuleFlag {

  private static final ImmutableSet<String> FIELDS =
      ImmutableSet.of("issuer", "audiences", "jwksUri");

  @Option(
      names = "--jwtRule",
      defaultValue = "${env:JWT_RULE:-}",
      paramLabel = "JSON",
      description =
          "an OIDC issuer whose tokens of service accounts count as proof:"
              + " {\"issuer\": \"https://…\", \"jwksUri\": \"https://…\", \"audiences\": [\"istio-ca\"]};"
              + " without jwksUri the issuer's OpenID configuration tells; JWT_RULE says it, too")
  private String text = "";

  Optional<JwtRule> rule() {
    if (text.isBlank()) {
      return Optional.empty();
    }
    JsonNode json = json();
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(FIELDS);
    String issuer = json.path("issuer").asText("");
    if (!unknown.isEmpty() || issuer.isEmpty()) {
      throw new CommandFailure(
          "--jwtRule takes an object with issuer, and perhaps audiences and jwksUri"
              + (unknown.isEmpty() ? "" : ", and not with " + String.join(", ", unknown)));
    }
    ImmutableSet.Builder<String> audiences = ImmutableSet.builder();
    json.path("audiences").forEach(each -> audiences.add(each.asText()));
    ImmutableSet<String> said = audiences.build();
    return Optional.of(
        new JwtRule(
            issuer,
            said.isEmpty() ? ImmutableSet.of(JwtRule.USUAL_AUDIENCE) : said,
            json.hasNonNull("jwksUri")
                ? Optional.of(address(json.path("jwksUri").asText()))
                : Optional.empty()));
  }

  private JsonNode json() {
    try {
      JsonNode json = new ObjectMapper().readTree(text);
      if (json.isObject()) {
        return json;
      }
    } catch (JsonProcessingException _) {
      // said below, and without quoting it: it came from an environment
    }
    throw new CommandFailure("--jwtRule takes a JSON object");
  }

  private static URI address(String text) {
    try {
      URI address = URI.create(text);
      if ("http".equals(address.getScheme()) || "https".equals(address.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw new CommandFailure("--jwtRule: jwksUri takes an http or https address, not " + text);
  }
}
