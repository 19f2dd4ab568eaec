package io.meltemi.istiod;

import io.meltemi.ca.authority.CertificateAuthority;
import io.meltemi.ca.store.PrivateFiles;
import io.meltemi.ca.x509.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code root-cert.pem} in the state folder, by which those who set up proxies verify istiod: our
 * own roots, also when they come from elsewhere, and not those of other meshes.
 */
final class RootFile {

  private static final Logger log = LoggerFactory.getLogger(RootFile.class);

  static final String NAME = "root-cert.pem";

  private final CertificateAuthority authority;
  private final Path file;
  private String written;

  private RootFile(CertificateAuthority authority, Path file) {
    this.authority = authority;
    this.file = file;
    this.written = existing(file);
  }

  /** An istiod that starts again on a full disk needs no room for what is there. */
  private static String existing(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException _) {
      return ""; // it is written anew, or that says what is wrong
    }
  }

  static void keep(CertificateAuthority authority, Path stateDir) {
    PrivateFiles.createFolder(stateDir);
    RootFile kept = new RootFile(authority, stateDir.resolve(NAME));
    kept.write();
    authority.onChange(kept::follow);
  }

  private void follow() {
    try {
      write();
    } catch (RuntimeException e) {
      log.error("{} cannot be written: proxies that start will not know the new roots", file, e);
    }
  }

  private synchronized void write() {
    String text = authority.ownRoots().stream().map(Pem::write).collect(Collectors.joining());
    if (!text.equals(written)) {
      PrivateFiles.write(file, text);
      written = text;
    }
  }
}
