/// The leak scan as a goal of Maven.
@NullMarked
package dev.pitboss.leaks.maven;

import org.jspecify.annotations.NullMarked;
