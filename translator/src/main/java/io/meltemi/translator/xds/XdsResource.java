package io.meltemi.translator.xds;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.meltemi.translator.diagnostic.ConfigKey;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One resource as it goes to a proxy: built, serialised and hashed once, shared by reference
 * between all proxies that get it.
 *
 * <p>Two resources are equal when type, name and bytes are (the version is a 128-bit hash of the
 * bytes); their origins do not matter for that.
 */
public final class XdsResource {

  /** 128 bit in hexadecimal. */
  private static final int VERSION_DIGITS = 32;

  private final XdsType type;
  private final String name;
  private final Any packed;
  private final String version;
  private final ImmutableList<ConfigKey> origins;

  /** Made when first sent; computing it twice does no harm. */
  private @Nullable ResourceHeader header;

  private XdsResource(
      XdsType type,
      String name,
      ByteString bytes,
      String version,
      ImmutableList<ConfigKey> origins) {
    this.type = type;
    this.name = name;
    this.packed = Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(bytes).build();
    this.version = version;
    this.origins = origins;
  }

  /** Packs a message. {@code origins} are the user objects it was made from, in any order. */
  public static XdsResource of(
      XdsType type, String name, Message message, Collection<ConfigKey> origins) {
    return ofBytes(type, name, PackedMessage.bytes(message), origins);
  }

  /** Takes a message that is serialised (deterministically) already. */
  public static XdsResource ofBytes(
      XdsType type, String name, ByteString bytes, Collection<ConfigKey> origins) {
    return ofVersion(type, name, bytes, hash(type, bytes), origins);
  }

  /**
   * The same with a version that is not made from the bytes: for what is partly secret. Equal
   * versions must mean equal content.
   */
  public static XdsResource ofVersion(
      XdsType type, String name, ByteString bytes, String version, Collection<ConfigKey> origins) {
    return new XdsResource(type, name, bytes, version, ImmutableSortedSet.copyOf(origins).asList());
  }

  /** Versions are shown to everybody: that of a secret must not tell what it is made of. */
  private static String hash(XdsType type, ByteString bytes) {
    HashFunction function = type == XdsType.SECRET ? Hashing.sha256() : Hashing.murmur3_128();
    return function.hashBytes(bytes.asReadOnlyByteBuffer()).toString().substring(0, VERSION_DIGITS);
  }

  public XdsType type() {
    return type;
  }

  public String name() {
    return name;
  }

  public Any packed() {
    return packed;
  }

  /** The serialised message, without the {@code Any} around it. */
  public ByteString bytes() {
    return packed.getValue();
  }

  /** A 128-bit hash of the bytes, in hexadecimal: equal content has equal versions everywhere. */
  public String version() {
    return version;
  }

  /** What stands before {@link #bytes} in a discovery response. */
  public ResourceHeader header() {
    ResourceHeader known = header;
    if (known == null) {
      known = ResourceHeader.of(name, version, packed);
      header = known;
    }
    return known;
  }

  /** The user objects this was made from, sorted. What a NACK is blamed on. */
  public ImmutableList<ConfigKey> origins() {
    return origins;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof XdsResource that
            && type == that.type
            && name.equals(that.name)
            && version.equals(that.version));
  }

  @Override
  public int hashCode() {
    return version.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + name + "@" + version;
  }
}
