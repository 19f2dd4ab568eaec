package io.meltemi.istiod;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
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

  /**
   * What {@code control_plane.identifier} says in every response: which istiod answers.
   *
   * @param instance the pod's name
   */
  public String identifier(String instance) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("Component", "istiod");
      json.writeStringField("ID", instance);
      json.writeObjectFieldStart("Info");
      json.writeStringField("version", version);
      json.writeStringField("revision", revision);
      json.writeStringField("golang_version", "Java " + Runtime.version());
      json.writeStringField("status", status);
      json.writeStringField("tag", version);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** {@code VERSION-REVISION-STATUS}, as {@code istioctl version} reads it. */
  @Override
  public String toString() {
    return version + "-" + revision + "-" + status;
  }
}
