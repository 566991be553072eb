// What was loaded?
// The sources behind the graph: the document, the reader that read it and the version of kg that did, how many nodes and
// relations it yields, and when these were last written (by the server's clock; a graph file has a date of its own).
// $limit integer = 100, like 5: how many sources to list
// gives: load Load, document text, format text, version text, rows integer, loaded text
// cost: light
// view: table
MATCH (load:Load)
RETURN load, load.document AS document, load.format AS format, load.version AS version, load.rows AS rows,
       load.loaded AS loaded
ORDER BY document, load.id
LIMIT $limit
