package io.meltemi.translator.config.decode;

import io.meltemi.translator.config.ProxyConfig;

/** Reads a {@link ProxyConfig}. */
final class ProxyConfigDecoder {

  private ProxyConfigDecoder() {}

  static ProxyConfig proxyConfig(ObjectReader in) {
    return new ProxyConfig(
        in.object("selector", SharedDecoder::matchLabels),
        in.optionalInteger("concurrency"),
        in.stringMap("environmentVariables"),
        in.object("image", ProxyConfigDecoder::image));
  }

  static ProxyConfig.Image image(ObjectReader in) {
    return new ProxyConfig.Image(in.string("imageType"));
  }
}
