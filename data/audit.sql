-- audit.sql: the layout of an audit file (*.assay), version 1.2.
--
-- An audit file is one SQLite database that any SQLite program can query. It holds plain tables only, in one
-- transaction, in a fixed order: the same audit gives the same bytes.
--
--   application_id   0x41736179 ("Asay")
--   user_version     major * 1000 + minor. A minor adds tables or columns and changes none, so that a reader takes
--                    every minor of its major. Views, indexes, triggers and virtual tables are never part of it
--
-- Since version 1.1: count_table_sums and sum_blocks. Since 1.2: rows in decisions and signoffs, signoffs.n_decisions. Since 1.3:
-- decisions of kind rate.
--
-- plan, classes, axes, axis_values, count_tables, count_table_axes, count_table_sums, blocks and sum_blocks are the
-- audit: everything else is worked out from them when the file is opened. slices, measures, against_rest, paired,
-- checks and check_results repeat the numbers for whoever queries the file, for example
--
--   SELECT text, n, value, lo, hi FROM measures JOIN slices ON slices.id = slice WHERE measure = 'recall' ORDER BY lo;
--
-- NULL is what is undefined (the column why says the reason) or missing. Shares and measures run from 0 to 1.
-- digests: "content" is over plan, classes, axes and counts (src/audit/audit-digest.c says the order of the bytes),
-- so that two audits of the same rows by the same plan have the same one; "rows" is over the rows of all other
-- tables but decisions and signoffs.

CREATE TABLE audit (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  title          TEXT NOT NULL,
  verdict        TEXT NOT NULL,   -- none, pass, fail, undecided
  verdict_reason TEXT,
  n_rows         INTEGER NOT NULL,
  n_left_out     INTEGER NOT NULL, -- rows with a missing label or prediction
  n_disagree     INTEGER NOT NULL, -- rows whose prediction and score >= threshold differ
  n_tests        INTEGER NOT NULL, -- that entered Benjamini-Hochberg
  positive       INTEGER NOT NULL, -- position of the positive class
  positive_why   TEXT             -- how it was found when the plan does not name it
);

CREATE TABLE plan (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  file           TEXT NOT NULL,   -- its name, without the folder
  text           TEXT NOT NULL,
  sha256         TEXT NOT NULL    -- of text
);

CREATE TABLE provenance (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  engine         TEXT NOT NULL,
  assay_version  TEXT NOT NULL,
  host           TEXT NOT NULL,
  code_version   TEXT,            -- as the plan names it
  started_us     INTEGER NOT NULL, -- Unix time in microseconds, UTC
  elapsed_us     INTEGER NOT NULL
);

CREATE TABLE inputs (
  position       INTEGER PRIMARY KEY,
  name           TEXT NOT NULL,
  n_bytes        INTEGER NOT NULL,
  sha256         TEXT NOT NULL
);

CREATE TABLE notes (
  position       INTEGER PRIMARY KEY,
  text           TEXT NOT NULL
);

-- Labels and predictions share the classes: the code of a class on their axes is its position + 1.
CREATE TABLE classes (
  position       INTEGER PRIMARY KEY,
  value          TEXT NOT NULL
);

-- An axis gives codes a meaning: code 0 is "missing", codes 1 to n_codes - 1 are in axis_values.
CREATE TABLE axes (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL,   -- slice, bins, where, label, prediction, baseline, scored, score, baseline score, right,
                                  -- tag, reviewed, tag set, tags, annotator, ratings
  name           TEXT NOT NULL,   -- the column's
  n_codes        INTEGER NOT NULL
);

CREATE TABLE axis_values (
  axis           INTEGER NOT NULL REFERENCES axes (id),
  code           INTEGER NOT NULL,
  value          TEXT NOT NULL,
  PRIMARY KEY (axis, code)
) WITHOUT ROWID;

-- How many rows have each combination of codes. The cell of codes c[0], c[1], c[2] is
-- (c[0] * n_codes[1] + c[1]) * n_codes[2] + c[2]: the last axis runs fastest.
CREATE TABLE count_tables (
  id             INTEGER PRIMARY KEY,
  n_cells        INTEGER NOT NULL, -- product of the axes' n_codes
  n_entries      INTEGER NOT NULL  -- cells that are not 0
);

CREATE TABLE count_table_axes (
  count_table    INTEGER NOT NULL REFERENCES count_tables (id),
  position       INTEGER NOT NULL,
  axis           INTEGER NOT NULL REFERENCES axes (id),
  PRIMARY KEY (count_table, position)
) WITHOUT ROWID;

-- The entries of a table, ascending by cell, in blocks of whole codes of its first axis (a code with more than
-- 65,536 entries has several), so that one slice loads alone. content: zlib (RFC 1950) of n_entries gaps, then
-- n_entries counts, each an unsigned LEB128 number in its shortest form. The first gap is 0, every other one
-- cell - previous cell - 1; no count is 0.
CREATE TABLE blocks (
  count_table    INTEGER NOT NULL REFERENCES count_tables (id),
  first_cell     INTEGER NOT NULL,
  last_cell      INTEGER NOT NULL,
  n_entries      INTEGER NOT NULL,
  content        BLOB NOT NULL,
  PRIMARY KEY (count_table, first_cell)
) WITHOUT ROWID;

-- What a table sums for every entry, beside its count: fixed-point numbers in units of 2^-k, so that the number is
-- sum * 2^-k, exactly. "weight" is summed over the rows, "weight * weight" the product of two values of a row, "rows of
-- loss" counts the rows that have a loss.
CREATE TABLE count_table_sums (
  count_table    INTEGER NOT NULL REFERENCES count_tables (id),
  position       INTEGER NOT NULL,
  name           TEXT NOT NULL,
  k              INTEGER NOT NULL,
  PRIMARY KEY (count_table, position)
) WITHOUT ROWID;

-- The sums of a block's entries. content: zlib of n_entries numbers for the first sum, then for the second, ...; a sum s
-- is 2s when it is not negative, else -2s - 1, as an unsigned LEB128 number of up to 128 bits.
CREATE TABLE sum_blocks (
  count_table    INTEGER NOT NULL,
  first_cell     INTEGER NOT NULL,
  content        BLOB NOT NULL,
  PRIMARY KEY (count_table, first_cell),
  FOREIGN KEY (count_table, first_cell) REFERENCES blocks (count_table, first_cell)
) WITHOUT ROWID;

-- With cluster=: 1,000 replicates of a table over (slice columns..., label, prediction[, baseline]), and over (slice
-- columns..., label, baseline), in each of which the rows of a cluster count as often as one draw from Poisson(1) says. A row for each cell that has rows; content: zlib of
-- n_sums times n_replicates numbers, of rows or, with weight=, of their weights in units of their scale. A number i is
-- 2i when it is not negative, else -2i - 1, as an unsigned LEB128 number of up to 128 bits. No cluster is named here, and
-- no key of one.
CREATE TABLE replicate_tables (
  id             INTEGER PRIMARY KEY,
  n_replicates   INTEGER NOT NULL,
  n_sums         INTEGER NOT NULL,
  seed           INTEGER NOT NULL,
  n_cells        INTEGER NOT NULL  -- with rows
);

CREATE TABLE replicate_table_axes (
  replicate_table INTEGER NOT NULL REFERENCES replicate_tables (id),
  position       INTEGER NOT NULL,
  axis           INTEGER NOT NULL REFERENCES axes (id),
  PRIMARY KEY (replicate_table, position)
) WITHOUT ROWID;

CREATE TABLE replicate_cells (
  replicate_table INTEGER NOT NULL REFERENCES replicate_tables (id),
  cell           INTEGER NOT NULL,
  n_numbers      INTEGER NOT NULL,
  content        BLOB NOT NULL,
  PRIMARY KEY (replicate_table, cell)
) WITHOUT ROWID;

-- Clusters of each slice (cell of the slice columns), by what a measure's denominator is: content as above, of each part
-- its number, its clusters, those of them that lie in the slice alone, and over all clusters the sum of their rows (with
-- weight=: their weights) in the slice squared, and of that times the same of the whole set. Part 0: all rows; with C classes, part
-- 1 + kind * C + class: label, prediction, either of them is the class; label, prediction is not (less part 0).
CREATE TABLE cluster_tables (
  id             INTEGER PRIMARY KEY,
  n_classes      INTEGER NOT NULL,
  n_entries      INTEGER NOT NULL
);

CREATE TABLE cluster_table_axes (
  cluster_table  INTEGER NOT NULL REFERENCES cluster_tables (id),
  position       INTEGER NOT NULL,
  axis           INTEGER NOT NULL REFERENCES axes (id),
  PRIMARY KEY (cluster_table, position)
) WITHOUT ROWID;

CREATE TABLE cluster_slices (
  cluster_table  INTEGER NOT NULL REFERENCES cluster_tables (id),
  cell           INTEGER NOT NULL,
  n_parts        INTEGER NOT NULL,
  content        BLOB NOT NULL,
  PRIMARY KEY (cluster_table, cell)
) WITHOUT ROWID;

-- Slice 0 is the whole set.
CREATE TABLE slices (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL,   -- whole, column, cross, named
  text           TEXT NOT NULL,   -- race=Black, sex=Female*race=Black, young women
  n_rows         INTEGER NOT NULL,
  n_left_out     INTEGER NOT NULL,
  share          REAL,
  tp             INTEGER NOT NULL,
  fp             INTEGER NOT NULL,
  fn             INTEGER NOT NULL,
  tn             INTEGER NOT NULL,
  n_right        INTEGER NOT NULL,
  is_too_small   INTEGER NOT NULL, -- fewer than the plan's min-rows
  same_rows_as   TEXT             -- text of an earlier slice with the same rows: no test of its own
);

CREATE TABLE slice_parts (
  slice          INTEGER NOT NULL REFERENCES slices (id),
  position       INTEGER NOT NULL,
  column         TEXT NOT NULL,
  value          TEXT,            -- NULL: missing
  PRIMARY KEY (slice, position)
) WITHOUT ROWID;

CREATE TABLE measures (
  slice          INTEGER NOT NULL REFERENCES slices (id),
  measure        TEXT NOT NULL,
  value          REAL,
  lo             REAL,
  hi             REAL,
  n              INTEGER NOT NULL, -- rows of the denominator
  why            TEXT,
  PRIMARY KEY (slice, measure)
) WITHOUT ROWID;

-- The slice against all other rows.
CREATE TABLE against_rest (
  slice          INTEGER NOT NULL REFERENCES slices (id),
  measure        TEXT NOT NULL,
  difference     REAL,            -- slice - rest
  lo             REAL,
  hi             REAL,
  p              REAL,
  q              REAL,            -- Benjamini-Hochberg
  test           TEXT,            -- NULL: none, why says the reason
  is_worse       INTEGER NOT NULL,
  is_different   INTEGER NOT NULL,
  why            TEXT,
  PRIMARY KEY (slice, measure)
) WITHOUT ROWID;

-- The audited model (new) against a baseline (old) on the same rows.
CREATE TABLE paired (
  slice          INTEGER NOT NULL REFERENCES slices (id),
  baseline       TEXT NOT NULL,
  n_rows         INTEGER NOT NULL,
  both_right     INTEGER NOT NULL,
  only_new_right INTEGER NOT NULL,
  only_old_right INTEGER NOT NULL,
  both_wrong     INTEGER NOT NULL,
  flips          INTEGER NOT NULL, -- rows whose predictions differ
  new_accuracy   REAL,
  old_accuracy   REAL,
  difference     REAL,            -- new - old
  lo             REAL,
  hi             REAL,
  p              REAL,
  q              REAL,
  test           TEXT,
  is_regression  INTEGER NOT NULL,
  PRIMARY KEY (slice, baseline)
) WITHOUT ROWID;

CREATE TABLE checks (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL,
  risk           TEXT,
  measure        TEXT NOT NULL,
  bound          TEXT NOT NULL,   -- at-least, at-most, no-worse-than
  bound_value    REAL NOT NULL,   -- no-worse-than: the margin
  than           TEXT,            -- no-worse-than: the baseline
  verdict        TEXT NOT NULL,
  is_accepted    INTEGER NOT NULL, -- undecided=accept took it out of the count
  reason         TEXT,
  confidence     REAL NOT NULL,
  confidence_m   REAL NOT NULL,   -- 1 - (1 - confidence) / m
  m              INTEGER NOT NULL, -- slices that decide
  n_too_small    INTEGER NOT NULL, -- slices that are listed but too small to decide
  share_too_small REAL            -- of the rows; NULL where slices may overlap
);

CREATE TABLE check_results (
  check_id       INTEGER NOT NULL REFERENCES checks (id),
  position       INTEGER NOT NULL,
  slice          TEXT NOT NULL,   -- text of the slice, or as the plan names one that is absent
  value          REAL,
  lo             REAL,
  hi             REAL,
  lo_m           REAL,            -- ends at confidence_m
  hi_m           REAL,
  n              INTEGER NOT NULL,
  verdict        TEXT NOT NULL,   -- none: too small to decide
  reason         TEXT,
  rows_to_decide REAL,            -- half of the time; Inf: no number of rows decides
  rows_to_decide_4of5 REAL,       -- four times of five
  PRIMARY KEY (check_id, position)
) WITHOUT ROWID;

-- Notes and decisions, in the order they were made; none is ever changed. Of several decisions about one subject the last
-- one counts.
CREATE TABLE decisions (
  position       INTEGER PRIMARY KEY,
  at_us          INTEGER NOT NULL,
  who            TEXT NOT NULL,
  subject        TEXT NOT NULL,   -- audit (all of it), check NAME, slice TEXT, tag NAME
  decision       TEXT NOT NULL,   -- note (nothing is decided), accept, fix, reject; rate: "ease 4, importance 2" of a tag
  note           TEXT             -- the note, or why
);

-- Each with a digest over the audit (the digests below), the first n_decisions rows above, the row itself and the digest
-- of the one before it (src/audit/audit-digest.c says the order of the bytes). It shows whether anything was changed
-- since, and is no proof of who signed.
CREATE TABLE signoffs (
  position       INTEGER PRIMARY KEY,
  at_us          INTEGER NOT NULL,
  who            TEXT NOT NULL,
  decision       TEXT NOT NULL,   -- approve, reject
  note           TEXT,
  previous       TEXT,            -- sha256 of the sign-off before
  sha256         TEXT NOT NULL,
  n_decisions    INTEGER
);

CREATE TABLE digests (
  part           TEXT PRIMARY KEY, -- content, rows
  sha256         TEXT NOT NULL
) WITHOUT ROWID;
