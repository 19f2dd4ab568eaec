package io.meltemi.ca.authority;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.meltemi.ca.x509.IssuerPath;
import io.meltemi.ca.x509.MalformedPem;
import io.meltemi.ca.x509.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a plugged-in CA, in either form of Istio's Secret {@code cacerts}: {@code
 * ca-cert.pem}, {@code ca-key.pem}, {@code root-cert.pem} and {@code cert-chain.pem}; or {@code
 * tls.crt}, {@code tls.key} and {@code ca.crt}, as cert-manager writes them. Both may have a {@code
 * ca-crl.pem}.
 */
final class CacertsFolder {
  /** Far more than any chain has; a wrong mount must not fill the memory. */
  private static final long MAX_BYTES = 1024 * 1024;

  private static final String CRL = "ca-crl.pem";

  private final CacertsEntries entries;

  CacertsFolder(Path folder) {
    this(name -> file(folder.resolve(name)));
  }

  CacertsFolder(CacertsEntries entries) {
    this.entries = entries;
  }

  /** The names of one form. */
  private record Form(String certificate, String key, String roots, String chain) {
    static final Form ISTIO =
        new Form("ca-cert.pem", "ca-key.pem", "root-cert.pem", "cert-chain.pem");
    static final Form TLS = new Form("tls.crt", "tls.key", "ca.crt", "");
  }

  /** What the files say at one moment; prints as its hash. */
  record Content(Map<String, String> files, String hash) {
    @Override
    public String toString() {
      return "Content[" + hash + "]";
    }
  }

  /** The files as they are; a file that is not there is left out. */
  Content read() throws IOException {
    Map<String, String> files = new TreeMap<>();
    Hasher hash = Hashing.sha256().newHasher();
    for (String name :
        Stream.of(Form.ISTIO, Form.TLS)
            .flatMap(f -> Stream.of(f.certificate(), f.key(), f.roots(), f.chain()))
            .filter(name -> !name.isEmpty())
            .toList()) {
      read(name, files, hash);
    }
    read(CRL, files, hash);
    return new Content(files, hash.hash().toString());
  }

  private void read(String name, Map<String, String> files, Hasher hash) throws IOException {
    // Each form has files that the other has not.
    Optional<String> entry = entries.entry(name);
    if (entry.isPresent()) {
      String text = entry.get();
      files.put(name, text);
      hash.putString(name, StandardCharsets.UTF_8).putInt(text.length());
      hash.putString(text, StandardCharsets.UTF_8);
    }
  }

  private static Optional<String> file(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("The file " + file + " is larger than " + MAX_BYTES + " bytes");
      }
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** What these files make, if they fit together. */
  IssuerState interpret(Content content, Instant now) throws MalformedPem {
    Map<String, String> files = content.files();
    Form form = files.containsKey(Form.ISTIO.certificate()) ? Form.ISTIO : Form.TLS;
    ImmutableList<X509Certificate> own = certificates(files, form.certificate());
    ImmutableList<X509Certificate> roots = certificates(files, form.roots());
    ImmutableList<X509Certificate> chain =
        files.containsKey(form.chain()) ? certificates(files, form.chain()) : ImmutableList.of();
    if (own.isEmpty() || roots.isEmpty()) {
      throw new MalformedPem(
          (own.isEmpty() ? form.certificate() : form.roots()) + ": there is no certificate in it");
    }
    var key = named(form.key(), () -> Pem.privateKey(text(files, form.key())));
    var issuer =
        IssuerPath.of(
            key,
            own.getFirst(),
            ImmutableList.<X509Certificate>builder()
                .addAll(own.subList(1, own.size()))
                .addAll(chain)
                .build(),
            roots,
            now);
    ImmutableList<X509CRL> crls =
        files.containsKey(CRL)
            ? crls(files, Stream.of(own, chain, roots).flatMap(ImmutableList::stream).toList())
            : ImmutableList.of();
    return new IssuerState(issuer, roots, crls);
  }

  /** Each list must be signed by one of our own: a proxy refuses what it cannot verify. */
  private static ImmutableList<X509CRL> crls(
      Map<String, String> files, List<X509Certificate> signers) throws MalformedPem {
    ImmutableList<X509CRL> crls = named(CRL, () -> Pem.revocationLists(text(files, CRL)));
    for (X509CRL crl : crls) {
      if (signers.stream().noneMatch(s -> hasSigned(s, crl))) {
        throw new MalformedPem(CRL + ": a CRL is signed by none of these certificates");
      }
    }
    return crls;
  }

  private static boolean hasSigned(X509Certificate signer, X509CRL crl) {
    if (!signer.getSubjectX500Principal().equals(crl.getIssuerX500Principal())) {
      return false;
    }
    try {
      crl.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static ImmutableList<X509Certificate> certificates(Map<String, String> files, String name)
      throws MalformedPem {
    return named(name, () -> Pem.certificates(text(files, name)));
  }

  private static String text(Map<String, String> files, String name) throws MalformedPem {
    String text = files.get(name);
    if (text == null) {
      throw new MalformedPem("the file is missing");
    }
    return text;
  }

  /** Something that reads a file. */
  private interface Reading<T> {
    T read() throws MalformedPem;
  }

  private static <T> T named(String name, Reading<T> reading) throws MalformedPem {
    try {
      return reading.read();
    } catch (MalformedPem e) {
      throw new MalformedPem(name + ": " + e.getMessage());
    }
  }
}
