package org.texp4j.dl4j.internal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.texp4j.dl4j.internal.digest.Sha256;

/**
 * The seal of a zip file: its comment, the last 71 bytes, of {@code sha256=} and the digest, in 64
 * hex digits, of all bytes before those digits. So no byte can change without being noticed.
 */
final class Seal {

  private static final int DIGITS = 64;

  /** The comment that a zip file needs before it is sealed. */
  static final String PLACEHOLDER = "sha256=" + "0".repeat(DIGITS);

  private Seal() {}

  /** Seals a zip file that has the placeholder as its comment. */
  static void seal(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long sealed = channel.size() - DIGITS;
      byte[] digits = digest(channel, sealed).getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(digits), sealed);
    }
  }

  /** The digest of the first bytes of a file. */
  private static String digest(FileChannel channel, long length) throws IOException {
    MessageDigest digest = Sha256.start();
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    channel.position(0);
    for (long left = length; left > 0; left -= buffer.limit()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // A read may give less than is asked for.
      }
      digest.update(buffer.flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Tests that a file is as it was sealed, byte for byte.
   *
   * @throws DamagedCheckpointException if it is not
   */
  static void requireIntact(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long sealed = channel.size() - DIGITS;
      if (sealed < 0) {
        throw new DamagedCheckpointException(file, "it has only " + channel.size() + " bytes");
      }
      String found = digest(channel, sealed);
      ByteBuffer digits = ByteBuffer.allocate(DIGITS);
      channel.position(sealed);
      while (digits.hasRemaining() && channel.read(digits) >= 0) {
        // A read may give less than is asked for.
      }
      if (!found.equals(new String(digits.array(), StandardCharsets.ISO_8859_1))) {
        throw new DamagedCheckpointException(file, "its content does not have its digest");
      }
    }
  }
}
