import Glibc
import PostgresSupport
import Testing

@testable import PostgreSQL

@Suite struct PostgresConnectionTests {
    private func connect(statementTimeout: Duration = .seconds(10), limit: Int = PostgresConnection.usualLimit) throws -> PostgresConnection {
        try .connect(PostgresServer.shared().makeDatabase(), deadline: .seconds(10), statementTimeout: statementTimeout, limit: limit)
    }

    @Test func rowsComeAsTextWithTheirColumns() throws {
        let result = try connect().query("SELECT $1::int + 1 AS number, $2::text AS word, NULL AS nothing, true AS flag", ["41", "Recepção"])
        #expect(result.columns == ["number", "word", "nothing", "flag"])
        #expect(result.rows.map(\.values) == [["42", "Recepção", nil, "t"]])
        #expect(result.rows.first?["word"] == "Recepção")
        #expect(result.rows.first?["absent"] == nil)
        #expect(result.affected == 1)
    }

    @Test func aParameterIsNeverPartOfTheStatement() throws {
        let connection = try connect()
        try connection.exec("CREATE TABLE names (name text)")
        let hostile = "x'); DROP TABLE names; --\\"
        #expect(try connection.query("INSERT INTO names VALUES ($1), ($2)", [hostile, nil]).affected == 2)
        #expect(try connection.query("SELECT name FROM names").rows.map(\.values) == [[hostile], [nil]])
        #expect(throws: PostgresError.holdsNUL) { try connection.query("SELECT $1", ["a\0b"]) }
    }

    @Test func aQueryWithoutRowsHasColumns() throws {
        let result = try connect().query("SELECT 1 AS one WHERE false")
        #expect(result.columns == ["one"])
        #expect(result.rows.isEmpty)
    }

    @Test func aRefusedStatementSaysItsStateAndTheConnectionGoesOn() throws {
        let connection = try connect()
        let error = #expect(throws: PostgresError.self) { try connection.query("SELECT * FROM absent") }
        #expect(error?.state == "42P01")
        #expect(error?.isTransient == false)
        #expect(try connection.query("SELECT 1").rows.count == 1)
    }

    @Test func aTransactionIsDoneWholeOrNotAtAll() throws {
        struct Stop: Error {}
        let connection = try connect()
        try connection.exec("CREATE TABLE numbers (number int PRIMARY KEY)")
        try connection.transaction { try $0.query("INSERT INTO numbers VALUES (1)") }
        #expect(throws: Stop.self) {
            try connection.transaction {
                try $0.query("INSERT INTO numbers VALUES (2)")
                throw Stop()
            }
        }
        // A body that swallows a statement's error has still failed.
        let error = #expect(throws: PostgresError.self) { try connection.transaction { _ = try? $0.query("INSERT INTO numbers VALUES (1)") } }
        #expect(error?.state == "25P02")
        #expect(try connection.query("SELECT number FROM numbers").rows.map(\.values) == [["1"]])
    }

    @Test func theServerGivesUpAStatementThatTakesTooLong() throws {
        let connection = try connect(statementTimeout: .milliseconds(50))
        let error = #expect(throws: PostgresError.self) { try connection.query("SELECT pg_sleep(60)") }
        #expect(error?.state == "57014")
        #expect(error?.isTransient == true)
        #expect(connection.isUsable)
    }

    @Test func aServerThatIsSilentIsGivenUp() throws {
        let connection = try connect(statementTimeout: .milliseconds(100))
        try connection.exec("SET statement_timeout = 0")
        #expect(throws: PostgresError.timedOut(after: .milliseconds(2_100))) { try connection.query("SELECT pg_sleep(60)") }
        #expect(!connection.isUsable)
        #expect(throws: PostgresError.lost("it is closed")) { try connection.query("SELECT 1") }
    }

    @Test func aPortThatNeverAnswersIsGivenUp() throws {
        let silent = try SilentPort()
        #expect(throws: PostgresError.timedOut(after: .milliseconds(100))) {
            try PostgresConnection.connect("host=127.0.0.1 port=\(silent.port) user=a dbname=a", deadline: .milliseconds(100))
        }
    }

    @Test func anAnswerThatIsTooLongIsNotTaken() throws {
        let connection = try connect(limit: 10_000)
        #expect(throws: PostgresError.tooLong(limit: 10_000)) { try connection.query("SELECT repeat('x', 100) FROM generate_series(1, 1000000)") }
    }

    @Test func aServerThatStopsIsALostConnection() throws {
        let server = try PostgresServer()
        let connection = try PostgresConnection.connect(server.socketConninfo(), deadline: .seconds(10))
        try server.stop()
        let error = #expect(throws: PostgresError.self) { try connection.query("SELECT 1") }
        #expect(error?.isTransient == true)
        #expect(!connection.isUsable)
        let refused = #expect(throws: PostgresError.self) { try PostgresConnection.connect(server.conninfo(), deadline: .seconds(10)) }
        guard case .unreachable = refused else { return #expect(refused == .unreachable("")) }
        try server.start()
        #expect(try PostgresConnection.connect(server.conninfo(), deadline: .seconds(10)).query("SELECT 1").rows.count == 1)
    }

    @Test(arguments: ["postgres://u:s3cret@h:port/x", "host=h s3cret", "password='s3cret", "postgres://u:s3cret@h/x?s3cret=1", "host=h\0password=s3cret"])
    func aStringThatCannotBeReadIsNotRepeated(_ conninfo: String) {
        let error = #expect(throws: PostgresError.self) { try PostgresConnection.connect(conninfo, deadline: .seconds(1)) }
        #expect(error.map { "\($0)".contains("s3cret") } == false)
    }

    @Test func noErrorHoldsThePassword() throws {
        let server = try PostgresServer.shared()
        let error = #expect(throws: PostgresError.self) {
            try PostgresConnection.connect("postgres://nobody-s3cret:s3cret@127.0.0.1:\(server.port)/absent", deadline: .seconds(10))
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("nobody-***") && !text.contains("s3cret"))
    }
}
