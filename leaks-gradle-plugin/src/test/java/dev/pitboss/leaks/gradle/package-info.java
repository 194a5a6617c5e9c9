/// Tests of the plug-in for Gradle.
@NullMarked
package dev.pitboss.leaks.gradle;

import org.jspecify.annotations.NullMarked;
