// Who cites what, and how?
// Each speaker with the works they cite, how often, and the ways they use them.
// $speaker speaker = null, like Alice: the speaker's name, caption or id; without it, all speakers
// $limit integer = 100, like 5: how many rows to list
// gives: speaker Speaker, work Work, times integer, uses list
// cost: light
// view: table
MATCH (speaker:Speaker)
WHERE ($speaker IS NULL OR speaker.id = $speaker OR toLower(speaker.caption) = toLower($speaker))
  AND EXISTS { MATCH (speaker)-[:WROTE]->(:Post)-[:CITES]->(:Work) }
WITH speaker ORDER BY speaker.caption, speaker.id LIMIT $limit
MATCH (speaker)-[:WROTE]->(:Post)-[cites:CITES]->(work:Work)
WITH speaker, work, cites.use AS use ORDER BY use
WITH speaker, work, count(*) AS times, collect(DISTINCT use) AS uses
RETURN speaker, work, times, uses
ORDER BY speaker.caption, speaker.id, times DESC, work.id
LIMIT $limit
