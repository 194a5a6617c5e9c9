package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Resource;

/// An instruction that acquires.
///
/// @param at its index
/// @param relation of what it yields to the resource
/// @param confidence that it hands over ownership
record Site(int at, Relation relation, Resource resource, Confidence confidence) {}
