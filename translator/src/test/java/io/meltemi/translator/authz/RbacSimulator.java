package io.meltemi.translator.authz;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.re2j.Pattern;
import io.envoyproxy.envoy.config.core.v3.CidrRange;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.MetadataMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.envoyproxy.envoy.type.matcher.v3.ValueMatcher;
import java.util.List;
import java.util.Optional;

/** Decides calls by RBAC rules as Envoy's documentation says it does. */
final class RbacSimulator {

  private static final String PAYLOAD = "payload";
  private static final String JWT_FILTER = "envoy.filters.http.jwt_authn";

  private final CallTo call;

  RbacSimulator(CallTo call) {
    this.call = call;
  }

  /** Whether the rules let the call through. */
  boolean allows(RBAC rules) {
    boolean matched = matchedRule(rules).isPresent();
    return switch (rules.getAction()) {
      case ALLOW -> matched;
      case DENY -> !matched;
      case LOG -> true;
      case UNRECOGNIZED -> throw new AssertionError(rules);
    };
  }

  /** The first rule that matches, by name. */
  Optional<String> matchedRule(RBAC rules) {
    return rules.getPoliciesMap().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .filter(rule -> matches(rule.getValue()))
        .map(java.util.Map.Entry::getKey)
        .findFirst();
  }

  private boolean matches(Policy policy) {
    return policy.getPermissionsList().stream().anyMatch(this::matches)
        && policy.getPrincipalsList().stream().anyMatch(this::matches);
  }

  private boolean matches(Permission permission) {
    return switch (permission.getRuleCase()) {
      case ANY -> true;
      case AND_RULES -> permission.getAndRules().getRulesList().stream().allMatch(this::matches);
      case OR_RULES -> permission.getOrRules().getRulesList().stream().anyMatch(this::matches);
      case NOT_RULE -> !matches(permission.getNotRule());
      case HEADER -> matches(permission.getHeader());
      case URL_PATH -> matches(permission.getUrlPath().getPath(), plainPath());
      case URI_TEMPLATE -> matchesTemplate(permission);
      case DESTINATION_IP -> contains(permission.getDestinationIp(), call.address());
      case DESTINATION_PORT -> permission.getDestinationPort() == call.port();
      case REQUESTED_SERVER_NAME ->
          matches(permission.getRequestedServerName(), Ascii.toLowerCase(call.sni()));
      case SOURCED_METADATA -> matches(permission.getSourcedMetadata().getMetadataMatcher());
      case DESTINATION_PORT_RANGE, METADATA, MATCHER, RULE_NOT_SET ->
          throw new AssertionError("not what we write: " + permission);
    };
  }

  private boolean matches(Principal principal) {
    return switch (principal.getIdentifierCase()) {
      case ANY -> true;
      case AND_IDS -> principal.getAndIds().getIdsList().stream().allMatch(this::matches);
      case OR_IDS -> principal.getOrIds().getIdsList().stream().anyMatch(this::matches);
      case NOT_ID -> !matches(principal.getNotId());
      case HEADER -> matches(principal.getHeader());
      case AUTHENTICATED ->
          !call.identity().isEmpty()
              && matches(principal.getAuthenticated().getPrincipalName(), call.identity());
      case DIRECT_REMOTE_IP -> contains(principal.getDirectRemoteIp(), call.peer());
      case REMOTE_IP -> contains(principal.getRemoteIp(), call.client());
      case SOURCED_METADATA -> matches(principal.getSourcedMetadata().getMetadataMatcher());
      case SOURCE_IP, URL_PATH, METADATA, FILTER_STATE, CUSTOM, IDENTIFIER_NOT_SET ->
          throw new AssertionError("not what we write: " + principal);
    };
  }

  private String plainPath() {
    int query = call.path().indexOf('?');
    return query < 0 ? call.path() : call.path().substring(0, query);
  }

  private boolean matchesTemplate(Permission permission) {
    try {
      String template =
          permission
              .getUriTemplate()
              .getTypedConfig()
              .unpack(UriTemplateMatchConfig.class)
              .getPathTemplate();
      String regex = Pattern.quote(template).replace("\\*\\*", ".*").replace("\\*", "[^/]+");
      return Pattern.matches(regex, plainPath());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private boolean matches(HeaderMatcher matcher) {
    String name = Ascii.toLowerCase(matcher.getName());
    List<String> values =
        switch (name) {
          case ":authority" -> ImmutableList.of(call.host());
          case ":method" -> ImmutableList.of(call.method());
          default -> call.headers().get(name);
        };
    return switch (matcher.getHeaderMatchSpecifierCase()) {
      case PRESENT_MATCH -> !values.isEmpty();
      case STRING_MATCH ->
          values.stream().anyMatch(value -> matches(matcher.getStringMatch(), value));
      default -> throw new AssertionError("not what we write: " + matcher);
    };
  }

  private boolean matches(MetadataMatcher matcher) {
    Struct said =
        matcher.getFilter().equals(JWT_FILTER)
            ? call.claims().getFieldsCount() == 0
                ? Struct.getDefaultInstance()
                : Struct.newBuilder()
                    .putFields(PAYLOAD, Value.newBuilder().setStructValue(call.claims()).build())
                    .build()
            : call.metadata().getOrDefault(matcher.getFilter(), Struct.getDefaultInstance());
    Value value = Value.newBuilder().setStructValue(said).build();
    for (MetadataMatcher.PathSegment segment : matcher.getPathList()) {
      value =
          value.getStructValue().getFieldsOrDefault(segment.getKey(), Value.getDefaultInstance());
    }
    return matches(matcher.getValue(), value);
  }

  private static boolean matches(ValueMatcher matcher, Value value) {
    return switch (matcher.getMatchPatternCase()) {
      case STRING_MATCH ->
          value.getKindCase() == Value.KindCase.STRING_VALUE
              && matches(matcher.getStringMatch(), value.getStringValue());
      case LIST_MATCH ->
          value.getListValue().getValuesList().stream()
              .anyMatch(item -> matches(matcher.getListMatch().getOneOf(), item));
      case OR_MATCH ->
          matcher.getOrMatch().getValueMatchersList().stream().anyMatch(one -> matches(one, value));
      default -> throw new AssertionError("not what we write: " + matcher);
    };
  }

  private static boolean matches(StringMatcher matcher, String text) {
    boolean fold = matcher.getIgnoreCase();
    String value = fold ? Ascii.toLowerCase(text) : text;
    return switch (matcher.getMatchPatternCase()) {
      case EXACT -> value.equals(folded(matcher.getExact(), fold));
      case PREFIX -> value.startsWith(folded(matcher.getPrefix(), fold));
      case SUFFIX -> value.endsWith(folded(matcher.getSuffix(), fold));
      case CONTAINS -> value.contains(folded(matcher.getContains(), fold));
      case SAFE_REGEX -> Pattern.matches(matcher.getSafeRegex().getRegex(), text);
      case CUSTOM, MATCHPATTERN_NOT_SET -> throw new AssertionError("not ours: " + matcher);
    };
  }

  private static String folded(String text, boolean fold) {
    return fold ? Ascii.toLowerCase(text) : text;
  }

  private static boolean contains(CidrRange range, String address) {
    byte[] prefix = InetAddresses.forString(range.getAddressPrefix()).getAddress();
    byte[] bytes = InetAddresses.forString(address).getAddress();
    if (prefix.length != bytes.length) {
      return false;
    }
    int left = range.getPrefixLen().getValue();
    for (int i = 0; i < prefix.length && left > 0; i++, left -= 8) {
      int mask = 0xFF << Math.max(0, 8 - left) & 0xFF;
      if ((prefix[i] & mask) != (bytes[i] & mask)) {
        return false;
      }
    }
    return true;
  }
}
