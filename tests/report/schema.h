/* schema.h: the part of JSON Schema 2020-12 that data/report.schema.json uses. */
#pragma once

#include <json-glib/json-glib.h>

/* (transfer full) (nullable) NULL: node fulfils the schema; else what is wrong and where. A keyword that is not
 * understood is wrong too, so that the schema cannot outgrow the validator in silence. */
char *schema_check (JsonObject *schema, JsonNode *node);
/* (transfer full) Every property and definition without a description, one a line; empty: none. */
char *schema_undescribed (JsonObject *schema);
