package shop

import java.sql.Connection
import java.sql.SQLException
import javax.sql.DataSource

class Twins(private val pool: DataSource) : AutoCloseable {
  private var held: Connection? = null
  private val all = mutableListOf<Connection>()

  fun used(): Boolean = pool.connection.use { it.isReadOnly }

  fun usedByGetter(): Boolean = pool.getConnection().use { c -> c.isReadOnly }

  fun usedInside(): Boolean {
    pool.connection.use { c ->
      c.prepareStatement("x").use { statement ->
        statement.executeQuery().use { rows -> return rows.next() }
      }
    }
  }

  fun usedLater(): Boolean {
    val c = pool.connection
    return c.use { it.isReadOnly }
  }

  fun finallyCloses() {
    val c = pool.connection
    try {
      c.commit()
    } finally {
      c.close()
    }
  }

  fun finallyClosesWhatIsThere() {
    var c: Connection? = null
    try {
      c = pool.connection
      c.commit()
    } catch (e: SQLException) {
      println(e)
    } finally {
      c?.close()
    }
  }

  fun nullTest() {
    var c: Connection? = null
    try {
      c = pool.connection
      c.commit()
    } finally {
      if (c != null) c.close()
    }
  }

  fun letCloses() {
    var c: Connection? = null
    try {
      c = pool.connection
      c.commit()
    } finally {
      c?.let { it.close() }
    }
  }

  fun helperCloses() {
    val c = pool.connection
    try {
      c.commit()
    } finally {
      quietly(c)
    }
  }

  private fun quietly(c: Connection?) {
    try {
      c?.close()
    } catch (e: SQLException) {
      println(e)
    }
  }

  fun returned(): Connection = pool.connection

  fun returnedLater(): Connection {
    val c = pool.connection
    return c
  }

  fun returnedSafely(): Connection {
    val c = pool.connection
    try {
      c.commit()
      return c
    } catch (e: SQLException) {
      c.close()
      throw e
    }
  }

  fun usesOwnFunction(): Boolean = returned().use { it.isReadOnly }

  fun stored() {
    held = pool.connection
  }

  fun collected() {
    val c = pool.connection
    all.add(c)
  }

  override fun close() {
    held?.close()
    all.forEach { it.close() }
  }

  fun branch(replica: DataSource, readOnly: Boolean): Boolean =
    (if (readOnly) replica.connection else pool.connection).use { it.isReadOnly }

  fun inLoop() {
    for (i in 1..3) {
      val c = pool.connection
      c.use { if (i == 2) println(i) else it.commit() }
    }
  }

  fun lent(session: org.hibernate.Session, statement: java.sql.Statement) {
    val c = statement.connection
    c.commit()
  }

  fun closedAtOnce() {
    pool.connection.close()
  }

  fun supplier(): () -> Connection = { pool.connection }

  fun template(block: (Connection) -> Unit) = pool.connection.use(block)

  fun silenced() {
    // pitboss: ignore
    val c = pool.connection
    c.commit()
  }
}
