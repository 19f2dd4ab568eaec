package io.meltemi.istiod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build this is.
 *
 * @param revision the commit
 * @param status {@code Clean} or {@code Modified}
 */
public record IstiodVersion(String version, String revision, String status) {

  /** What the build wrote down. */
  public static IstiodVersion current() {
    Properties properties = new Properties();
    try (InputStream in = IstiodVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new IstiodVersion(
        properties.getProperty("version", "unknown"),
        properties.getProperty("revision", "unknown"),
        properties.getProperty("status", "Unknown"));
  }

  /** {@code VERSION-REVISION-STATUS}, as {@code istioctl version} reads it. */
  @Override
  public String toString() {
    return version + "-" + revision + "-" + status;
  }
}
