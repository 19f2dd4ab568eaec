package io.meltemi.webhook.inject;

import com.google.common.collect.ImmutableList;
import io.meltemi.webhook.values.GlobalValues;

/**
 * Which image a proxy runs. A name with a slash is a whole reference; one without is below the hub,
 * with the tag.
 *
 * <p>The variants of Envoy's own images are told at the front of the tag ({@code
 * distroless-v1.40.0}), those of other hubs at its end ({@code 1.30.0-distroless}), as Istio's are.
 */
final class ProxyImage {

  private static final ImmutableList<String> VARIANTS = ImmutableList.of("distroless", "debug");
  private static final String PLAIN = "default";

  private ProxyImage() {}

  static String of(ProxyPlan plan) {
    GlobalValues global = plan.values().global();
    String variant =
        plan.annotations()
            .word(Annotations.PROXY_IMAGE_TYPE, Texts.Check.IMAGE)
            .orElse(
                plan.settings().imageType().isEmpty()
                    ? global.variant()
                    : plan.settings().imageType());
    String image = plan.annotations().word(Annotations.PROXY_IMAGE, Texts.Check.IMAGE).orElse("");
    // A whole reference by annotation is as the user wants it.
    return image.contains("/")
        ? image
        : reference(global, image.isEmpty() ? global.proxy().image() : image, variant);
  }

  private static String reference(GlobalValues global, String image, String variant) {
    if (!image.contains("/")) {
      return reference(global, image) + suffix(global.tag(), variant);
    }
    int colon = image.lastIndexOf(':');
    if (variant.isEmpty() || colon < image.lastIndexOf('/') || image.contains("@")) {
      return image;
    }
    return image.substring(0, colon + 1) + prefixed(image.substring(colon + 1), variant);
  }

  /** Without a variant: of the container that sets up interception, say. */
  static String below(GlobalValues global, String image) {
    return image.contains("/") ? image : reference(global, image) + global.tag();
  }

  private static String reference(GlobalValues global, String image) {
    return global.hub() + "/" + image + ":";
  }

  private static String suffix(String tag, String variant) {
    if (variant.isEmpty()) {
      return tag;
    }
    String plain = tag;
    for (String known : VARIANTS) {
      if (tag.endsWith("-" + known)) {
        plain = tag.substring(0, tag.length() - known.length() - 1);
      }
    }
    return variant.equals(PLAIN) ? plain : plain + "-" + variant;
  }

  private static String prefixed(String tag, String variant) {
    String plain = tag;
    for (String known : VARIANTS) {
      if (tag.startsWith(known + "-")) {
        plain = tag.substring(known.length() + 1);
      }
    }
    return variant.equals(PLAIN) ? plain : variant + "-" + plain;
  }
}
