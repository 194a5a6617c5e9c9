package shop

import java.sql.Connection
import java.sql.DriverManager
import java.sql.PreparedStatement
import javax.sql.DataSource
import kotlin.concurrent.thread

class Leaks(private val pool: DataSource) {
  private var held: Connection? = null

  fun neverClosed(): Boolean {
    val c = pool.connection // lost: NEVER_CLOSED
    return c.isReadOnly
  }

  fun discarded() {
    pool.getConnection() // lost: RESULT_DISCARDED
    println("started")
  }

  fun chained(): Boolean =
    pool.connection.prepareStatement("select 1").use { it.execute() } // lost: ANONYMOUS_CHAIN

  fun notInFinally() {
    val c = pool.connection // lost: CLOSE_NOT_IN_FINALLY
    c.prepareStatement("x").execute()
    c.close()
  }

  fun earlyReturn(stop: Boolean): Int {
    val c = pool.connection // lost: EARLY_RETURN
    if (stop) {
      return 0
    }
    c.close()
    return 1
  }

  fun conditional(mine: Boolean) {
    val c = pool.connection // lost: CONDITIONAL_CLOSE
    if (mine) c.close()
  }

  fun inWhen(kind: Int) {
    val c = pool.connection // lost: SWITCH_BRANCH
    when (kind) {
      1 -> c.close()
      else -> println(kind)
    }
  }

  fun onlyInTry() {
    val c = pool.connection // lost: CLOSE_ONLY_IN_TRY
    try {
      c.commit()
      c.close()
    } catch (e: Exception) {
      println(e)
    }
  }

  fun gap() {
    val c = pool.connection // lost: GAP_BEFORE_TRY
    c.rollback()
    c.use { it.commit() }
  }

  fun gapBeforeTry() {
    val c = pool.connection // lost: GAP_BEFORE_TRY
    c.rollback()
    try {
      c.commit()
    } finally {
      c.close()
    }
  }

  fun earlierStatement(other: AutoCloseable) {
    val c = pool.connection // lost: EARLIER_CLOSE_THROWS
    try {
      c.commit()
    } finally {
      other.close()
      c.close()
    }
  }

  fun reassigned() {
    var c = pool.connection // lost: REASSIGNED
    if (!c.isReadOnly) {
      c = DriverManager.getConnection("jdbc:x")
    }
    c.close()
  }

  fun inThread() {
    val c = pool.connection // lost: ESCAPED_TO_LAMBDA
    thread { println(c) }
  }

  fun dependent(): PreparedStatement {
    val c = pool.connection // lost: RETURNED_DEPENDENT
    return c.prepareStatement("x")
  }

  fun keptInField() {
    held = pool.connection // lost: ESCAPED_TO_FIELD
  }

  fun configuredBadly() {
    pool.connection.apply { setAutoCommit(false) }.use { it.commit() } // lost: GAP_BEFORE_TRY
  }

  fun inLet() {
    pool.connection.let { c -> // lost: CLOSE_NOT_IN_FINALLY
      c.commit()
      c.close()
    }
  }

  fun byOwnFunction() {
    val c = opened() // lost: NEVER_CLOSED
    c.commit()
  }

  private fun opened(): Connection = pool.connection

  fun helperOnlyLogs() {
    val c = pool.connection // lost: NEVER_CLOSED
    try {
      c.commit()
    } finally {
      logs(c)
    }
  }

  private fun logs(c: Connection?) {
    println(c)
  }

  fun inLambda() = Runnable {
    val c = pool.connection // lost: NEVER_CLOSED
    c.commit()
  }

  fun swallowed() {
    val c = pool.connection // lost: NEVER_CLOSED
    runCatching { c.commit() }
  }
}
