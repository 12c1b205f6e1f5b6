/* review.h: what people said of an audit after it was made: notes, decisions and sign-offs, in their order.
 *
 * Notes and decisions are about a finding, which is named in words: "audit" (all of it), "check NAME", "slice TEXT" or
 * "tag NAME", with names as reports have them. Of several decisions about one finding the last one counts; of ratings of
 * a tag, which say its ease and importance in place of the plan's, the last as well. Nothing is ever taken away.
 *
 * A sign-off carries a digest over the audit, the notes and decisions made before it, and the sign-off before it. It
 * shows that something was changed afterwards. It is no proof of who signed: anybody may write any name.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ASSAY_DECISION_NOTE,      /* nothing is decided */
  ASSAY_DECISION_ACCEPT,    /* the finding is lived with */
  ASSAY_DECISION_FIX,       /* it is to be worked on */
  ASSAY_DECISION_REJECT,    /* the model does not go live with it */
  ASSAY_DECISION_RATE,      /* of a tag: "ease 4, importance 2" in place of the plan's; decides nothing either */
} AssayDecisionKind;

typedef struct
{
  AssayDecisionKind kind;
  char             *about;
  char             *who;
  char             *text;   /* the note, or why; may have several lines */
  gint64            at_us;  /* Unix time, UTC */
} AssayDecision;

typedef enum
{
  ASSAY_SIGN_OFF_HOLDS,     /* nothing has changed since */
  ASSAY_SIGN_OFF_ADDED,     /* what was signed is as it was; there are later notes or decisions */
  ASSAY_SIGN_OFF_CHANGED,   /* what was signed is no longer what is there */
} AssaySignOffState;

typedef struct
{
  gboolean          is_approval;  /* else a rejection */
  char             *who;
  char             *note;         /* (nullable) */
  gint64            at_us;
  guint             n_decisions;  /* notes and decisions that it covers: the first ones */
  char             *previous;     /* (nullable) digest of the sign-off before */
  char             *sha256;
  AssaySignOffState state;
} AssaySignOff;

typedef struct
{
  GPtrArray *decisions;   /* of AssayDecision */
  GPtrArray *sign_offs;   /* of AssaySignOff */
} AssayReview;

AssayReview *assay_review_new            (void);
void         assay_review_free           (AssayReview         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AssayReview, assay_review_free)
/* All (transfer full); texts are copied. */
AssayDecision *assay_decision_copy       (const AssayDecision *self);
AssaySignOff  *assay_sign_off_copy       (const AssaySignOff  *self);
void         assay_decision_free         (AssayDecision       *self);
void         assay_sign_off_free         (AssaySignOff        *self);

/* (nullable) The decision that counts; NULL: none yet. */
const AssayDecision *assay_review_decision (const AssayReview *self,    /* (nullable) */
                                          const char          *about);

/* (transfer full) What a rating says; FALSE: the text says no such thing. 1 to 5 each. */
char        *assay_rating_text           (guint                ease,
                                          guint                importance);
gboolean     assay_rating_parse          (const char          *text,
                                          guint               *ease,
                                          guint               *importance);
/* (nullable) Why a rating can be none; of other kinds NULL. */
const char  *assay_rating_problem        (const AssayDecision *self);

/* "note", "accept", "fix", "reject", "rate", as the audit file spells them. */
const char  *assay_decision_kind_name    (AssayDecisionKind    kind);
gboolean     assay_decision_kind_find    (const char          *name,
                                          AssayDecisionKind   *kind);
const char  *assay_sign_off_word         (const AssaySignOff  *self);   /* "approve", "reject" */
const char  *assay_sign_off_state_name   (AssaySignOffState    state);  /* "holds", "added", "changed" */
/* (transfer full) "holds", "holds; 2 notes or decisions were added since", "changed after Ada signed on 2026-11-25".
 * The name is as it was given. */
char        *assay_sign_off_state_words  (const AssayReview   *self,
                                          const AssaySignOff  *sign_off);
/* (transfer full) A note on one line. */
char        *assay_review_line           (const char          *text);
/* (transfer full) "2026-11-25 14:03 UTC" */
char        *assay_review_time           (gint64               at_us);

#define ASSAY_REVIEW_NAME_CHARACTERS 200
#define ASSAY_REVIEW_TEXT_CHARACTERS 10000
/* (transfer full) (nullable) Why it can be nobody's name, or no note: "is empty", "has 201 characters, more than 200",
 * "has a control character", "is no UTF-8". A note may have lines and tabs. */
char        *assay_review_name_problem   (const char          *name);
char        *assay_review_text_problem   (const char          *text);

/* What stands beside sign-offs wherever they are shown. */
const char  *assay_review_caution        (void);

G_END_DECLS
