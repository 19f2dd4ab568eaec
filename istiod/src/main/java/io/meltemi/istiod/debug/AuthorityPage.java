package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meltemi.ca.authority.AuthorityStatus;
import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.authority.CertificateLife;
import io.meltemi.istiod.replica.Replica;
import io.meltemi.istiod.replica.Replicas;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /debug/authority}: what signs, what is trusted and until when, how far a rotation of the
 * root is, which proxies it waits for, and which it need not wait for, because their roots come
 * with their certificates; and how the other istiods are with it. No keys.
 */
public final class AuthorityPage {

  private final CertificateAuthority authority;
  private final ProxyRegistry proxies;
  private final Optional<Replicas> others;

  public AuthorityPage(
      CertificateAuthority authority, ProxyRegistry proxies, Optional<Replicas> others) {
    this.authority = authority;
    this.proxies = proxies;
    this.others = others;
  }

  public Page page() {
    return Page.json(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    AuthorityStatus now = authority.status();
    json.writeStartObject();
    json.writeFieldName("issuer");
    life(json, now.issuer());
    lives(json, "intermediates", now.intermediates());
    lives(json, "roots", now.roots());
    lives(json, "foreignRoots", now.foreignRoots());
    json.writeStringField("issuesUntil", now.issuesUntil().toString());
    if (now.problem().isPresent()) {
      json.writeStringField("problem", now.problem().get());
    }
    String bundle = authority.trustBundle().version();
    json.writeStringField("trustBundle", bundle);
    proxies(json, "proxiesWithoutIt", connection -> !connection.trusts(bundle));
    proxies(json, "proxiesWithRootsFromElsewhere", connection -> !connection.takesRoots());
    if (others.isPresent() && authority.rotation().isPresent()) {
      replicas(json, others.get());
    }
    if (now.rotation().isPresent()) {
      json.writeObjectFieldStart("rotation");
      json.writeStringField("stage", now.rotation().get().stage().name());
      json.writeBooleanField("paused", now.rotation().get().paused());
      json.writeStringField("since", now.rotation().get().since().toString());
      json.writeStringField("outgoing", now.rotation().get().outgoing());
      json.writeStringField("incoming", now.rotation().get().incoming());
      if (now.rotation().get().retireAt().isPresent()) {
        json.writeStringField("retireAt", now.rotation().get().retireAt().get().toString());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void replicas(JsonGenerator json, Replicas known) throws IOException {
    String roots = authority.ownRootsVersion();
    json.writeArrayFieldStart("otherIstiods");
    for (Replica replica : known.others()) {
      json.writeStartObject();
      json.writeStringField("name", replica.name());
      json.writeBooleanField("alive", replica.alive());
      json.writeBooleanField("hasTheseRoots", replica.word().roots().equals(roots));
      json.writeNumberField("proxiesWithoutThem", replica.word().behind());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void proxies(JsonGenerator json, String name, Predicate<ProxyConnection> which)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (ProxyConnection connection : proxies.connected()) {
      if (which.test(connection)) {
        json.writeString(ProxyName.of(connection.node()).proxy());
      }
    }
    json.writeEndArray();
  }

  private static void lives(JsonGenerator json, String name, Iterable<CertificateLife> all)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (CertificateLife each : all) {
      life(json, each);
    }
    json.writeEndArray();
  }

  private static void life(JsonGenerator json, CertificateLife life) throws IOException {
    json.writeStartObject();
    json.writeStringField("subject", life.subject());
    json.writeStringField("serial", life.serial());
    json.writeStringField("notBefore", life.notBefore().toString());
    json.writeStringField("notAfter", life.notAfter().toString());
    json.writeStringField("stage", life.stage().name());
    json.writeEndObject();
  }
}
