package io.meltemi.istiod.debug;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meltemi.ca.authority.AuthorityStatus;
import io.meltemi.ca.authority.CertificateLife;
import io.meltemi.istiod.xds.ProxyConnection;
import io.meltemi.istiod.xds.ProxyRegistry;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code /debug/authority}: what signs, what is trusted and until when, how far a rotation of the
 * root is, which proxies it waits for, and which it need not wait for, because their roots come
 * with their certificates. No keys.
 */
public final class AuthorityPage {

  private final Supplier<AuthorityStatus> status;
  private final Supplier<String> bundleVersion;
  private final ProxyRegistry proxies;

  public AuthorityPage(
      Supplier<AuthorityStatus> status, Supplier<String> bundleVersion, ProxyRegistry proxies) {
    this.status = status;
    this.bundleVersion = bundleVersion;
    this.proxies = proxies;
  }

  public Page page() {
    return Page.json(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    AuthorityStatus now = status.get();
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
    String bundle = bundleVersion.get();
    json.writeStringField("trustBundle", bundle);
    proxies(json, "proxiesWithoutIt", connection -> !connection.trusts(bundle));
    proxies(json, "proxiesWithRootsFromElsewhere", connection -> !connection.takesRoots());
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
