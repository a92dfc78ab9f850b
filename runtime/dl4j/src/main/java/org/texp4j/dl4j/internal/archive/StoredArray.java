package org.texp4j.dl4j.internal.archive;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row of numbers in an archive, as {@code Nd4j.write} writes it: described before it is read.
 *
 * <p>{@code Nd4j.read} believes what an array says of itself, and allocates or reads native memory
 * accordingly. Here type, rank, shape, strides and order are checked against each other and against
 * the size of the entry, before any memory is allocated.
 *
 * @param name the entry
 * @param type float or double
 * @param length the number of elements, at least 1
 */
public record StoredArray(ZipArchive archive, String name, DataType type, long length) {

  private static final String ALLOCATION = "MIXED_DATA_TYPES";
  private static final String SHAPE_TYPE = "LONG";
  private static final int CHUNK = 1 << 13;

  /** Counts what is read, to know where the header ends. */
  private static final class Counting extends FilterInputStream {

    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = super.read(bytes, offset, length);
      count += Math.max(n, 0);
      return n;
    }
  }

  /**
   * Reads the description of an array.
   *
   * @throws ZipException if there is no such entry, or it is no such array
   */
  public static StoredArray describe(ZipArchive archive, String name) throws IOException {
    try (InputStream in = archive.open(name)) {
      return header(archive, name, in);
    } catch (EOFException | UTFDataFormatException e) {
      throw new ZipException(name + " is no array");
    }
  }

  private static StoredArray header(ZipArchive archive, String name, InputStream entry)
      throws IOException {
    Counting counting = new Counting(entry);
    DataInputStream in = new DataInputStream(counting);
    require(name, in.readUTF().equals(ALLOCATION), "its allocation mode is unknown");
    long numbers = in.readLong();
    require(name, numbers == 6 || numbers == 8, "its rank is not 1 or 2");
    require(name, in.readUTF().equals(SHAPE_TYPE), "its shape is not of whole numbers");
    int rank = (int) numbers / 2 - 2;
    require(name, in.readLong() == rank, "its rank is not that of its shape");
    if (rank == 2) {
      require(name, in.readLong() == 1, "it is no row");
    }
    long length = in.readLong();
    require(name, length >= 1, "it has " + length + " elements");
    if (rank == 2) {
      in.readLong(); // The stride of a dimension of length 1 means nothing.
    }
    require(name, in.readLong() == 1 || length == 1, "its elements do not follow each other");
    long options = in.readLong();
    in.readLong(); // The same stride again, or 0.
    long order = in.readLong();
    require(name, order == 'c' || order == 'f', "its order is unknown");
    require(name, in.readUTF().equals(ALLOCATION), "its allocation mode is unknown");
    require(name, in.readLong() == length, "its shape is not that of its data");
    DataType type = type(name, in.readUTF());
    require(name, options == options(type), "its shape has another type than its data");
    // So length * width cannot overflow.
    long rest = archive.size(name) - counting.count;
    require(
        name,
        rest % type.width() == 0 && rest / type.width() == length,
        "it announces " + length + " elements, but has " + rest + " bytes of them");
    return new StoredArray(archive, name, type, length);
  }

  /** How ND4J marks the type in the options of a shape. */
  private static long options(DataType type) {
    return type == DataType.FLOAT ? 1 << 13 : 1 << 14;
  }

  private static DataType type(String name, String type) throws ZipException {
    return switch (type) {
      case "FLOAT" -> DataType.FLOAT;
      case "DOUBLE" -> DataType.DOUBLE;
      default -> throw new ZipException(name + " is neither of type FLOAT nor DOUBLE");
    };
  }

  private static void require(String name, boolean condition, String otherwise)
      throws ZipException {
    if (!condition) {
      throw new ZipException(name + " is no array: " + otherwise);
    }
  }

  /**
   * Refuses an array of another type or length.
   *
   * @param owner what needs it, in messages
   */
  public StoredArray require(DataType wantedType, long wantedLength, String owner)
      throws ZipException {
    if (type != wantedType || length != wantedLength) {
      throw new ZipException(
          name
              + " has "
              + length
              + " elements of type "
              + type
              + ", but "
              + owner
              + " has "
              + wantedLength
              + " of type "
              + wantedType);
    }
    return this;
  }

  /**
   * Reads the elements as a row of rank 1.
   *
   * @throws ZipException if one is NaN
   */
  public INDArray read() throws IOException {
    INDArray array = Nd4j.createUninitialized(type, length);
    try (InputStream in = archive.open(name)) {
      in.skipNBytes(archive.size(name) - length * type.width());
      Pointer target = array.data().pointer();
      if (type == DataType.FLOAT) {
        readFloats(in, new FloatPointer(target));
      } else {
        readDoubles(in, new DoublePointer(target));
      }
    }
    return array;
  }

  private void readFloats(InputStream in, FloatPointer target) throws IOException {
    for (long at = 0; at < length; at += CHUNK) {
      float[] chunk = new float[(int) Math.min(CHUNK, length - at)];
      ByteBuffer.wrap(in.readNBytes(chunk.length * Float.BYTES)).asFloatBuffer().get(chunk);
      for (int i = 0; i < chunk.length; i++) {
        requireNumber(chunk[i], at + i);
      }
      target.position(at).put(chunk);
    }
  }

  private void readDoubles(InputStream in, DoublePointer target) throws IOException {
    for (long at = 0; at < length; at += CHUNK) {
      double[] chunk = new double[(int) Math.min(CHUNK, length - at)];
      ByteBuffer.wrap(in.readNBytes(chunk.length * Double.BYTES)).asDoubleBuffer().get(chunk);
      for (int i = 0; i < chunk.length; i++) {
        requireNumber(chunk[i], at + i);
      }
      target.position(at).put(chunk);
    }
  }

  private void requireNumber(double value, long index) throws ZipException {
    if (Double.isNaN(value)) {
      throw new ZipException(name + " has NaN at index " + index);
    }
  }
}
