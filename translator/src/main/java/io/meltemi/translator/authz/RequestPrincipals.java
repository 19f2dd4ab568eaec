package io.meltemi.translator.authz;

import com.google.common.collect.ImmutableList;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests of the principal of a token, {@code ISSUER/SUBJECT}. Issuers have slashes in them, and
 * subjects may: where a call is let through, the last slash of the value divides them, so that no
 * issuer can speak for another by its choice of subjects; where it is refused, any slash may.
 */
final class RequestPrincipals {

  private static final String ISSUER = "iss";
  private static final String SUBJECT = "sub";
  private static final ValuePattern PRESENT = new ValuePattern.Present();

  private RequestPrincipals() {}

  static Formula<Principal> principal(String value, Leaning leaning) {
    ValuePattern pattern = ValuePattern.parse(value);
    List<Formula<Principal>> readings = new ArrayList<>();
    if (pattern instanceof ValuePattern.Present) {
      readings.add(reading(PRESENT, PRESENT));
    } else {
      for (int slash : dividers(value, leaning)) {
        readings.add(divided(value.substring(0, slash), value.substring(slash + 1)));
      }
      if (readings.isEmpty() || leaning == Leaning.POSSIBLE) {
        undivided(pattern).ifPresent(readings::add);
      }
    }
    return Logic.PRINCIPALS.or(readings);
  }

  private static ImmutableList<Integer> dividers(String value, Leaning leaning) {
    ImmutableList.Builder<Integer> found = ImmutableList.builder();
    int last = value.lastIndexOf('/');
    if (last >= 0) {
      found.add(last);
    }
    if (leaning == Leaning.POSSIBLE) {
      for (int i = 0; i < last; i++) {
        if (value.charAt(i) == '/') {
          found.add(i);
        }
      }
    }
    return found.build();
  }

  /** The star of the value is at the beginning of the issuer, or at the end of the subject. */
  private static Formula<Principal> divided(String issuer, String subject) {
    ValuePattern issuers =
        issuer.startsWith(ValuePattern.STAR)
            ? ValuePattern.parse(issuer)
            : new ValuePattern.Exact(issuer);
    ValuePattern subjects =
        subject.endsWith(ValuePattern.STAR) && !issuer.startsWith(ValuePattern.STAR)
            ? ValuePattern.parse(subject)
            : new ValuePattern.Exact(subject);
    return subject.isEmpty() ? new Formula.Never<>() : reading(issuers, subjects);
  }

  /** Without a slash in it, the value is part of one of the two. */
  private static Optional<Formula<Principal>> undivided(ValuePattern pattern) {
    return switch (pattern) {
      case ValuePattern.Prefix prefix -> Optional.of(reading(prefix, PRESENT));
      case ValuePattern.Suffix suffix -> Optional.of(reading(PRESENT, suffix));
      case ValuePattern.Exact _, ValuePattern.Present _ -> Optional.empty();
    };
  }

  private static Formula<Principal> reading(ValuePattern issuer, ValuePattern subject) {
    return Logic.PRINCIPALS.and(
        ImmutableList.of(
            new Formula.When<>(TokenClaims.textClaim(ISSUER, issuer.matcher())),
            new Formula.When<>(TokenClaims.textClaim(SUBJECT, subject.matcher()))));
  }
}
