package io.meltemi.istiod.xds;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.meltemi.ca.SpiffeId;
import io.meltemi.translator.xds.ResourceSet;
import java.util.function.Consumer;

/**
 * Where a stream's own secrets come from: its workload's certificate and the roots to verify others
 * with. They are never part of what a class of proxies has.
 */
public interface SecretSupply {

  /** The workload's certificate chain and private key, by Istio's name. */
  String CERTIFICATE = "default";

  /** The roots of the trust domain, by Istio's name. */
  String ROOTS = "ROOTCA";

  ImmutableSet<String> NAMES = ImmutableSet.of(CERTIFICATE, ROOTS);

  /** Has none; proxies that ask are told that there is nothing of that name. */
  SecretSupply NONE = (_, _) -> Lease.NOTHING;

  /**
   * Who asks for secrets.
   *
   * @param caller verified
   * @param node what the proxy says of itself
   * @param known versions of what the proxy has from an earlier stream, by name
   */
  record Asker(SpiffeId caller, NodeInfo node, ImmutableMap<String, String> known) {}

  /** What {@link #follow} began; closing ends it. */
  interface Lease extends AutoCloseable {

    Lease NOTHING =
        new Lease() {
          @Override
          public void inFull() {}

          @Override
          public void close() {}
        };

    /** The proxy has let go of what it knew, and asks again: the certificate is to come in full. */
    void inFull();

    @Override
    void close();
  }

  /**
   * From now on {@code taker} is given all of the stream's secrets whenever one of them is another:
   * first soon, later when they are renewed. On other threads than the caller's, one call after the
   * other.
   *
   * <p>A certificate of which the proxy knows a good version comes as a resource of that version
   * without content: there is nothing to send.
   */
  Lease follow(Asker asker, Consumer<ResourceSet> taker);
}
