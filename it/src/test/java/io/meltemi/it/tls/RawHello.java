package io.meltemi.it.tls;

import com.google.common.net.HostAndPort;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Begins TLS in versions that the JDK does not speak any more, and reads what the server says. */
final class RawHello {

  static final int TLS_1_1 = 0x0302;

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int ALERT = 21;
  private static final int SERVER_NAME = 0;
  private static final int SUPPORTED_GROUPS = 10;
  private static final int P256 = 23;
  private static final int ECDHE_ECDSA_AES128_SHA = 0xc009;
  private static final int PATIENCE_MILLIS = 5000;

  private RawHello() {}

  /** Whether the server goes on with that version as the newest. */
  static boolean isAnswered(HostAndPort to, String host, int version) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(to.getHost(), to.getPort()), PATIENCE_MILLIS);
      socket.getOutputStream().write(record(version, hello(version, host)));
      socket.getOutputStream().flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int type = in.readUnsignedByte();
      in.skipNBytes(4); // version and length
      int first = in.readUnsignedByte();
      if (type == ALERT) {
        return false;
      }
      if (type != HANDSHAKE) {
        throw new IOException("neither an alert nor a handshake: " + type + " " + first);
      }
      return true;
    }
  }

  private static byte[] record(int version, byte[] hello) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(HANDSHAKE);
    out.writeShort(version);
    out.writeShort(hello.length + 4);
    out.writeByte(CLIENT_HELLO);
    out.writeByte(0);
    out.writeShort(hello.length);
    out.write(hello);
    return bytes.toByteArray();
  }

  private static byte[] hello(int version, String host) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(version);
    out.write(new byte[32]); // the client's random
    out.writeByte(0); // no session
    out.writeShort(2);
    out.writeShort(ECDHE_ECDSA_AES128_SHA);
    out.writeByte(1);
    out.writeByte(0); // no compression
    byte[] name = host.getBytes(StandardCharsets.US_ASCII);
    out.writeShort(4 + 5 + name.length + 4 + 4);
    out.writeShort(SERVER_NAME);
    out.writeShort(5 + name.length);
    out.writeShort(3 + name.length);
    out.writeByte(0);
    out.writeShort(name.length);
    out.write(name);
    out.writeShort(SUPPORTED_GROUPS);
    out.writeShort(4);
    out.writeShort(2);
    out.writeShort(P256);
    return bytes.toByteArray();
  }
}
