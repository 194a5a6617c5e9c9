package dev.pitboss.leaks;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.StandardJavaFileManager;

/// The compiler's files, where two sources are one file when they have one URI. The standard
/// manager only compares file objects that it made itself.
final class SourcesOnly extends ForwardingJavaFileManager<JavaFileManager> {
  SourcesOnly(StandardJavaFileManager files) {
    super(files);
  }

  @Override
  public boolean isSameFile(FileObject one, FileObject other) {
    return one.toUri().equals(other.toUri());
  }
}
