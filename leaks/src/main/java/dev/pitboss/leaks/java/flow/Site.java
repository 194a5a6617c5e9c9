package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ExpressionTree;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Resource;

/// A call that hands over something that has to be closed.
///
/// @param tree the call
/// @param relation what its value is to the connection
/// @param resource what has to be closed
/// @param confidence how sure it is that it is handed over
record Site(ExpressionTree tree, Relation relation, Resource resource, Confidence confidence) {}
