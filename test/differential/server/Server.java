import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/** An empty Neo4j without a password, on a free port of loopback, for as long as standard input is open: `java -cp 'jars/*' Server.java FOLDER`. */
public class Server {
  public static void main(String[] args) throws Exception {
    try (Neo4j server =
        Neo4jBuilders.newInProcessBuilder(Path.of(args[0]))
            .withDisabledServer()
            .withConfig(BoltConnector.enabled, true)
            .withConfig(BoltConnector.listen_address, new SocketAddress("127.0.0.1", 0))
            .withConfig(GraphDatabaseSettings.transaction_timeout, Duration.ofMinutes(2))
            .build()) {
      System.out.println("ready " + server.boltURI());
      System.out.flush();
      while (System.in.read() >= 0) {}
    }
    System.exit(0);
  }
}
