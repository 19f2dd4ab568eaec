package io.meltemi.istiod.token;

import io.meltemi.ca.SpiffeId;
import io.meltemi.ca.token.TokenKey;
import io.meltemi.ca.token.TokenSigner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs tokens with the key in istiod's state folder, and keeps files of them fresh. */
public final class LocalTokens implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalTokens.class);

  private final TokenSigner signer;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tokens").factory());

  /** Makes the key if there is none yet; the istiod that starts later takes it. */
  public LocalTokens(Path stateDir) {
    this.signer = new TokenSigner(TokenKey.in(stateDir), InstantSource.system());
  }

  public String sign(SpiffeId account, Duration ttl) {
    return signer.sign(account, ttl);
  }

  /** Replaces the file by rename: who follows it never sees half a token. Its owner's only. */
  public void write(SpiffeId account, Duration ttl, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path next =
        Files.createTempFile(
            folder,
            ".token-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, sign(account, ttl).getBytes(StandardCharsets.US_ASCII));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes the file now and at every half of a token's life until this is closed. */
  public void keep(SpiffeId account, Duration ttl, Path file) throws IOException {
    write(account, ttl, file);
    long half = ttl.toMillis() / 2;
    var _ =
        renewals.scheduleAtFixedRate(
            () -> writeAgain(account, ttl, file), half, half, TimeUnit.MILLISECONDS);
  }

  private void writeAgain(SpiffeId account, Duration ttl, Path file) {
    try {
      write(account, ttl, file);
    } catch (IOException | UncheckedIOException e) {
      log.error("the token of {} cannot be renewed: {}", account, e.toString());
    }
  }

  @Override
  public void close() {
    renewals.shutdownNow();
  }
}
