// What was misquoted?
// Quotes whose words differ from the words they repeat, with the words that were put in and those that were left out.
// Words left out may only be an abridgement; words put in are what to look at, and they come first.
// $limit integer = 50, like 5: how many quotes to show
// gives: quoted_by text, said_by text, quote text, original text, put_in list, left_out list, post Post, quotes relation, source Post
// cost: light
// view: table
MATCH (post)-[quotes:QUOTES]->(source)
WHERE quotes.rule ENDS WITH ':near' AND quotes.source_start IS NOT NULL
WITH post, quotes, source, quotes.evidence AS quote,
     substring(source.text, quotes.source_start, quotes.source_end - quotes.source_start) AS original
WITH *, [text IN [quote, original] |
         split(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(toLower(text),
               '\n', ' '), '’', '\''), '“', ''), '”', ''), '"', ''), '*', ''), '.', ''), ',', ''), ';', ''), ':', ''), '_', ''), ' ')] AS words
WITH *, [word IN words[0] WHERE word <> '' AND NOT word IN words[1]] AS put_in,
     [word IN words[1] WHERE word <> '' AND NOT word IN words[0]] AS left_out
WHERE size(put_in) + size(left_out) > 0
WITH * ORDER BY size(put_in) DESC, size(left_out) DESC, post.id, quotes.start_char, source.id
LIMIT $limit
OPTIONAL MATCH (post)<-[:WROTE]-(quoter:Speaker)
OPTIONAL MATCH (source)<-[:WROTE]-(speaker:Speaker)
RETURN min(quoter.caption) AS quoted_by, min(speaker.caption) AS said_by, quote, original, put_in, left_out, post, quotes, source
ORDER BY size(put_in) DESC, size(left_out) DESC, post.id, quotes.start_char, source.id
