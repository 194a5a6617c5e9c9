/// The leak scan as a plug-in for Gradle.
@NullMarked
package dev.pitboss.leaks.gradle;

import org.jspecify.annotations.NullMarked;
