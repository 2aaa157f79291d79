// The limits of a project: on messages, on its content, and on its memory of the past.
//
// Each class takes its own limits. Beyond a limit on messages, a message is refused. Beyond a limit
// on the past, the oldest entries are forgotten between two messages. Beyond the others, memory is
// released or split into smaller pieces, without visible effect. So a project behaves correctly
// even if all limits are tiny; tests and the fuzzer also run that way.
#ifndef GANTT_BASE_LIMITS_H_
#define GANTT_BASE_LIMITS_H_

#include <cstddef>

namespace gantt {

struct Limits {
  // Limits of a message.
  size_t message_bytes = size_t{4} << 20;
  size_t message_records = size_t{128} << 10;
  // The minimum cost of an item, in bytes of memory and time, however short it is. The items of a
  // message may be shorter by `short_bytes` in total.
  size_t added_bytes = 72;  // For a record of that list,
  size_t updated_bytes = 56;
  size_t removed_bytes = 36;
  size_t store_bytes = 32;     // for a store without its records,
  size_t revision_bytes = 80;  // and for a revision without its stores.
  size_t short_bytes = size_t{1} << 20;
  size_t stores = 256;                   // For a revision, and for a project.
  size_t fields = 1000;                  // Of a message; a stored record may have twice as many.
  size_t back_bytes = size_t{16} << 20;  // Bytes that the server adds to a message.

  // Of a project.
  size_t project_bytes = size_t{512} << 20;

  // Limits of the past.
  size_t log_revisions = 10'000;
  size_t log_bytes = size_t{16} << 20;      // Also for the content of removed records.
  size_t tombstones = size_t{256} << 10;    // Tombstones of a store.
  size_t phantom_bytes = size_t{32} << 20;  // Meanings of phantom ids.
  size_t made_bytes = size_t{16} << 20;     // Answers to applied changes,
  size_t refused_bytes = size_t{4} << 20;   // and to refused ones.
  size_t list_bytes = size_t{16} << 20;     // Lists that clients loaded, and earlier lists.
  size_t released_locks = 10'000;           // Locks with remembered fences.
  size_t storm_fields = 1024;               // Simultaneously watched fields.

  // Sizes of memory blocks.
  size_t reader_bytes = size_t{256} << 10;     // The index of a longer message is released.
  size_t changeset_fields = 16'384;            // The lists of a message with more are released.
  size_t pool_records = 512;                   // One block of a store's records.
  size_t text_piece_bytes = size_t{64} << 10;  // Texts of the past.
  // Of rows as text. These were measured: docs/architecture.md.
  size_t row_piece_bytes = size_t{128} << 10;
  size_t row_leaf_bytes = size_t{8} << 10;
};

}  // namespace gantt

#endif  // GANTT_BASE_LIMITS_H_
