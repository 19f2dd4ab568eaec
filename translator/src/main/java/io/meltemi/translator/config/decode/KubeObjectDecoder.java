package io.meltemi.translator.config.decode;

import com.google.common.collect.ImmutableSortedMap;
import com.google.protobuf.ByteString;
import io.meltemi.translator.config.KubeConfigMap;
import io.meltemi.translator.config.KubeNamespace;
import io.meltemi.translator.config.KubeNode;
import io.meltemi.translator.config.KubeSecret;
import io.meltemi.translator.config.KubeServiceAccount;
import java.util.Map;
import java.util.TreeMap;

/** Reads the smaller Kubernetes objects. */
final class KubeObjectDecoder {

  private KubeObjectDecoder() {}

  private static KubeNode.Address address(ObjectReader in) {
    return new KubeNode.Address(in.string("type"), in.string("address"));
  }

  static KubeConfigMap kubeConfigMap(ObjectReader in) {
    return new KubeConfigMap(in.stringMap("data"), in.bytesMap("binaryData"));
  }

  static KubeNamespace namespace(ObjectReader in) {
    return new KubeNamespace(
        in.objectOrEmpty("status", status -> status.string("phase")).equals("Terminating"));
  }

  static KubeNode node(ObjectReader in) {
    return new KubeNode(
        in.objectOrEmpty("status", status -> status.list("addresses", KubeObjectDecoder::address)));
  }

  static KubeServiceAccount serviceAccount(ObjectReader in) {
    return new KubeServiceAccount(in.list("imagePullSecrets", secret -> secret.string("name")));
  }

  /** {@code stringData} is the form for people; the API server merges it over {@code data}. */
  static KubeSecret secret(ObjectReader in) {
    Map<String, ByteString> data = new TreeMap<>(in.bytesMap("data"));
    in.stringMap("stringData")
        .forEach((name, text) -> data.put(name, ByteString.copyFromUtf8(text)));
    return new KubeSecret(in.string("type"), ImmutableSortedMap.copyOf(data));
  }
}
