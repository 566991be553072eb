// What was loaded?
// The sources behind the graph: the document, the reader that read it, and the version of kg that did.
// $limit integer = 100, like 5: how many sources to list
// gives: load Load, document text, format text, version text
// cost: light
// view: table
MATCH (load:Load)
RETURN load, load.document AS document, load.format AS format, load.version AS version
ORDER BY document, load.id
LIMIT $limit
