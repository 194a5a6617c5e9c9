package orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/* A data access object as they are found in the field. */
public class OrderDao {
	private final DataSource pool;

	public OrderDao(DataSource pool) {
		this.pool = pool;
	}

	/* tabs, and a query between borrow and close */
	public int count() throws SQLException {
		Connection con = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
		PreparedStatement ps = con.prepareStatement("select count(*) from orders");
		ResultSet rs = ps.executeQuery();
		rs.next();
		int n = rs.getInt(1);
		rs.close();
		ps.close();
		con.close();
		return n;
	}

	/* the style of 2005: the close that is missing is the one in finally */
	public List<String> names() {
		List<String> names = new ArrayList<>();
		Connection con = null;
		try {
			con = pool.getConnection(); // lost: CLOSE_ONLY_IN_TRY
			ResultSet rs = con.prepareStatement("select name from orders").executeQuery();
			while (rs.next()) {
				names.add(rs.getString(1));
			}
			con.close();
		} catch (SQLException e) {
			names.add(e.getMessage());
		}
		return names;
	}

	/* lends to a method that keeps nothing */
	public boolean ping() throws SQLException {
		final var con = pool.getConnection(); // lost: NEVER_CLOSED
		return alive(con);
	}

	private static boolean alive(Connection con) throws SQLException {
		return con.isValid(1);
	}

	/* two connections, one closed */
	public boolean copy() throws SQLException {
		Connection from = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
		Connection to = pool.getConnection(); // lost: CLOSED_BY_THE_WRONG_OWNER
		boolean same = from.getAutoCommit() == to.getAutoCommit();
		from.close();
		return same;
	}

	/* a chain in the middle of a statement */
	public String product() throws SQLException {
		return pool.getConnection().getMetaData().getDatabaseProductName(); // lost: ANONYMOUS_CHAIN
	}

	/* whoever gets the statement cannot close the connection */
	public PreparedStatement find() throws SQLException {
		Connection con = pool.getConnection(); // lost: RETURNED_DEPENDENT
		return con.prepareStatement("select name from orders where id = ?");
	}

	public boolean transfer() throws SQLException {
		try (Connection con = pool.getConnection()) {
			return con.getAutoCommit();
		}
	}
}
