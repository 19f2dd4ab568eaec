package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roots in a vault that istiods share. Under Istio's names is the one that signs, so that its tools
 * find it, and an istiod of Istio's would go on with it; {@code roots} and {@code root-NAME.pem}
 * say the rest, as in {@link FolderRootStore}. A vault that Istio has filled is taken over as it
 * is.
 */
final class VaultRootStore implements RootStore {
  private static final Logger log = LoggerFactory.getLogger(VaultRootStore.class);

  private static final String INDEX = "roots";
  private static final String CERTIFICATE = "ca-cert.pem";
  private static final String KEY = "ca-key.pem";
  private static final String BUNDLE = "root-cert.pem";

  private final RootVault vault;
  private Optional<String> version = Optional.empty();

  /** All that were the newest once: what is read without asking may lag behind what we wrote. */
  private final Set<String> versions = new HashSet<>();

  VaultRootStore(RootVault vault) {
    this.vault = vault;
  }

  @Override
  public synchronized RootSet loadOrCreate(Supplier<RootSet> first) {
    try {
      while (true) {
        Optional<RootVault.Kept> kept = vault.readNewest();
        if (kept.isPresent()) {
          return taken(kept.get());
        }
        RootSet made = first.get();
        if (vault.write(entries(made), Optional.empty()).isPresent()) {
          log.info("A root of our own was made; every istiod of this namespace signs with it");
        }
        // Also when the writing was ours: what counts is what everybody reads.
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The root cannot be kept", e);
    }
  }

  @Override
  public synchronized void save(RootSet roots) {
    try {
      newest(
          vault
              .write(entries(roots), version)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Somebody else has changed the roots in the meantime")));
    } catch (IOException e) {
      throw new UncheckedIOException("The roots cannot be kept", e);
    }
  }

  @Override
  public synchronized Optional<RootSet> takeNews() {
    try {
      Optional<RootVault.Kept> kept = vault.read();
      // A vault that is empty all of a sudden is no news: the roots in use are the good ones.
      return kept.isEmpty() || versions.contains(kept.get().version())
          ? Optional.empty()
          : Optional.of(taken(kept.get()));
    } catch (IOException e) {
      throw new UncheckedIOException("The roots cannot be read", e);
    }
  }

  @Override
  public boolean leads() {
    return vault.leads();
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** An entry of the vault; it is taken by writing what is kept without it. */
  @Override
  public synchronized Optional<RotationRequest> takeRequest() {
    try {
      Optional<RootVault.Kept> kept = vault.read();
      if (kept.isEmpty()
          || !version.equals(kept.map(RootVault.Kept::version))
          || !kept.get().entries().containsKey(RotationRequest.ENTRY)) {
        return Optional.empty();
      }
      ImmutableSortedMap<String, String> entries = kept.get().entries();
      Optional<String> written =
          vault.write(
              ImmutableSortedMap.copyOf(
                  Maps.filterKeys(entries, name -> !name.equals(RotationRequest.ENTRY))),
              version);
      if (written.isEmpty()) {
        return Optional.empty(); // there is news, and the request is in there
      }
      newest(written.get());
      return Optional.of(RotationRequest.valueOf(entry(entries, RotationRequest.ENTRY).strip()));
    } catch (MalformedPem | IllegalArgumentException e) {
      throw new IllegalStateException(
          "The entry " + RotationRequest.ENTRY + " asks for nothing known", e);
    } catch (IOException e) {
      throw new UncheckedIOException("A request cannot be taken", e);
    }
  }

  private void newest(String written) {
    version = Optional.of(written);
    versions.add(written);
  }

  private RootSet taken(RootVault.Kept kept) {
    try {
      RootSet roots = parse(kept.entries());
      newest(kept.version());
      return roots;
    } catch (MalformedPem | IllegalArgumentException e) {
      throw new IllegalStateException("The kept root is broken: " + e.getMessage());
    }
  }

  private static RootSet parse(ImmutableSortedMap<String, String> entries) throws MalformedPem {
    if (!entries.containsKey(INDEX)) {
      return RootSet.of(
          new OwnRoot(
              Pem.certificates(entry(entries, CERTIFICATE)).getFirst(),
              Pem.privateKey(entry(entries, KEY)),
              ImmutableList.of()));
    }
    RootIndex index = RootIndex.parse(entry(entries, INDEX));
    ImmutableList.Builder<OwnRoot> roots = ImmutableList.builder();
    for (String name : index.trusted()) {
      roots.add(OwnRoot.parse(entry(entries, file(name))));
    }
    return new RootSet(roots.build(), index.signing(), index.rotation());
  }

  private static ImmutableSortedMap<String, String> entries(RootSet set) {
    ImmutableSortedMap.Builder<String, String> entries = ImmutableSortedMap.naturalOrder();
    entries.put(INDEX, RootIndex.of(set).text());
    set.roots().forEach(root -> entries.put(file(root.name()), root.text()));
    return entries
        .put(CERTIFICATE, Pem.write(set.signer().certificate()))
        .put(KEY, Pem.write(set.signer().key()))
        .put(BUNDLE, TrustBundle.of(set.issuerState().trusted()).pem())
        .put("cert-chain.pem", "")
        .put("key.pem", "")
        .buildOrThrow();
  }

  private static String entry(ImmutableSortedMap<String, String> entries, String name)
      throws MalformedPem {
    String text = entries.getOrDefault(name, "");
    if (text.isEmpty()) {
      throw new MalformedPem(name + " is missing");
    }
    return text;
  }

  private static String file(String name) {
    return "root-" + name + ".pem";
  }
}
