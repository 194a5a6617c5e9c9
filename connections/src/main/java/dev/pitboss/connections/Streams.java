package dev.pitboss.connections;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.FilterReader;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.ref.Reference;

/// Streams over a column or a LOB that keep the connection reachable they read from or write to.
///
/// The fences matter: without them the virtual machine may find a stream dead while its last call
/// still waits for the database, and with it the connection.
final class Streams {
  private Streams() {}

  static final class Input extends FilterInputStream {
    private final Object source;

    Input(InputStream raw, Object source) {
      super(raw);
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } finally {
        Reference.reachabilityFence(source);
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } finally {
        Reference.reachabilityFence(source);
      }
    }
  }

  static final class Output extends FilterOutputStream {
    private final Object target;

    Output(OutputStream raw, Object target) {
      super(raw);
      this.target = target;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      try {
        out.write(buffer, offset, length); // the inherited method writes byte by byte
      } finally {
        Reference.reachabilityFence(target);
      }
    }

    @Override
    public void write(int value) throws IOException {
      try {
        super.write(value);
      } finally {
        Reference.reachabilityFence(target);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        Reference.reachabilityFence(target);
      }
    }
  }

  static final class Characters extends FilterReader {
    private final Object source;

    Characters(Reader raw, Object source) {
      super(raw);
      this.source = source;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } finally {
        Reference.reachabilityFence(source);
      }
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } finally {
        Reference.reachabilityFence(source);
      }
    }
  }

  static final class Text extends FilterWriter {
    private final Object target;

    Text(Writer raw, Object target) {
      super(raw);
      this.target = target;
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      try {
        super.write(buffer, offset, length);
      } finally {
        Reference.reachabilityFence(target);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        Reference.reachabilityFence(target);
      }
    }
  }
}
