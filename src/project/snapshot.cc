#include "project/snapshot.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/binary.h"
#include "base/limits.h"
#include "base/status.h"
#include "state/answers.h"
#include "state/id_allocator.h"
#include "state/project_state.h"
#include "state/removed_fields.h"
#include "store/field_text.h"
#include "store/record.h"
#include "store/store.h"
#include "store/tombstones.h"

namespace gantt {
namespace {

constexpr std::string_view kMark = "gantt-sync snapshot 1";

void WriteFields(const FieldText& fields, BinaryWriter* out) {
  out->Number(fields.field_count());
  for (size_t i = 0; i < fields.field_count(); ++i) {
    out->Text(fields.key(i));
    out->Text(fields.value(i));
  }
}

void ReadFields(BinaryReader* in, FieldText* fields) {
  std::vector<FieldText::Pair> pairs(in->Count());
  for (FieldText::Pair& pair : pairs) {
    pair.key = in->Text();
    pair.value = in->Text();
    if (pair.value.empty()) in->Fail();  // No JSON text is empty.
  }
  if (!in->failed() && !pairs.empty()) fields->Assign(pairs);
}

void WriteContent(const std::unique_ptr<std::string>& content, BinaryWriter* out) {
  out->Number(content ? 1 : 0);
  if (content) out->Text(*content);
}

void ReadContent(BinaryReader* in, std::unique_ptr<std::string>* content) {
  if (in->Number() != 0) *content = std::make_unique<std::string>(in->Text());
}

void WriteRemoved(const RemovedFields& removed, BinaryWriter* out) {
  out->Number(removed.all().size());
  for (const RemovedFields::Removed& one : removed.all()) {
    out->Text(one.store);
    out->Text(one.key);
    out->Number(one.revision);
    WriteFields(one.fields, out);
    WriteContent(one.content, out);
  }
}

void ReadRemoved(BinaryReader* in, RemovedFields* removed) {
  for (size_t i = in->Count(); i > 0; --i) {
    const std::string_view store = in->Text();
    Record record(in->Text());
    const uint64_t revision = in->Number();
    ReadFields(in, &record.fields);
    ReadContent(in, &record.content);
    removed->Keep(store, record, revision);
  }
}

// Records that exist again were also written.
void ForgetThoseThatAreBack(ProjectState* state) {
  for (const RemovedFields::Removed& one : state->removed.all()) {
    const Store* const store = state->FindStore(one.store);
    if (store != nullptr && store->Find(one.key) != nullptr)
      state->removed.Forget(one.store, one.key);
  }
}

class StoreWriter {
 public:
  StoreWriter(const ProjectState& state, const Store& store, BinaryWriter* out)
      : state_(state), store_(store), out_(*out) {}

  void Run() {
    out_.Text(store_.name);
    out_.Number(store_.is_tree() ? 1 : 0);
    out_.Number(store_.arrivals());
    out_.Number(store_.size());
    Children(store_.root(), 0);
    Tombstones();
  }

 private:
  // By revision; the removals of one revision have no order.
  void Tombstones() {
    std::vector<std::tuple<uint64_t, std::string_view, std::string_view>> all;
    store_.tombstones().ForEach(
        [&all](const Tombstone& one) { all.emplace_back(one.revision, one.key, one.parent); });
    std::sort(all.begin(), all.end());
    out_.Number(all.size());
    for (const auto& [revision, key, parent] : all) {
      out_.Text(key);
      out_.Text(parent);
      out_.Number(revision);
    }
  }

  // Level by level, so that the stack does not grow with the depth of a tree.
  void Children(const Record& root, size_t number) {
    std::vector<std::pair<const Record*, size_t>> parents{{&root, number}};
    for (size_t i = 0; i < parents.size(); ++i) {
      const auto [parent, place] = parents[i];
      for (const Record* child = store_.FirstChild(*parent); child != nullptr;
           child = child->next) {
        Write(*child, place);
        ++number;
        if (child->first_child != nullptr) parents.emplace_back(child, number);
      }
    }
  }

  void Write(const Record& record, size_t parent) {
    out_.Number(parent);
    out_.Text(record.key());
    WriteFields(record.fields, &out_);
    WriteContent(record.content, &out_);
    out_.Number(record.arrival);
    out_.Double(record.index.parent_index);
    out_.Double(record.index.ordered_parent_index);
    out_.Number(record.has_loaded_order);
    // Stamps that can no longer be compared equal missing ones.
    std::vector<std::pair<size_t, uint64_t>> stamps;
    for (size_t i = 0; i < record.fields.field_count(); ++i) {
      const uint64_t written = state_.history.LastWritten(&record, i);
      if (written >= state_.log.compared_from()) stamps.emplace_back(i, written);
    }
    out_.Number(stamps.size());
    for (const auto& [field, revision] : stamps) {
      out_.Number(field);
      out_.Number(revision);
    }
  }

  const ProjectState& state_;
  const Store& store_;
  BinaryWriter& out_;
};

void ReadRecord(Store* store, ProjectState* state, std::vector<Record*>* records,
                BinaryReader* in) {
  const uint64_t parent = in->Number();
  const std::string_view key = in->Text();
  if (in->failed() || parent > records->size() || store->Find(key) != nullptr) return in->Fail();
  Record* const record = store->Add(key, parent == 0 ? nullptr : (*records)[parent - 1]);
  records->push_back(record);
  const Record::Held before = record->held();
  ReadFields(in, &record->fields);
  ReadContent(in, &record->content);
  record->arrival = in->Number();
  record->index.parent_index = in->Double();
  record->index.ordered_parent_index = in->Double();
  record->has_loaded_order = in->Number() != 0;
  store->LearnReferences(record);
  store->NoteWritten(*record, before);
  for (size_t i = in->Count(); i > 0; --i) {
    const uint64_t field = in->Number();
    state->history.Begin(in->Number());
    if (field >= record->fields.field_count()) return in->Fail();
    state->history.Written(store->name, record, static_cast<size_t>(field));
  }
}

void ReadStore(ProjectState* state, BinaryReader* in) {
  const std::string_view name = in->Text();
  Store* store = state->FindStore(name);
  if (store == nullptr) store = state->AddStore(name);
  if (store->size() > 0) return in->Fail();
  if (in->Number() != 0) state->BecomeTree(store);
  const uint64_t arrivals = in->Number();
  std::vector<Record*> records;
  for (size_t i = in->Count(); i > 0 && !in->failed(); --i) ReadRecord(store, state, &records, in);
  store->RestoreArrivals(arrivals);
  for (size_t i = in->Count(); i > 0; --i) {
    const std::string_view key = in->Text();
    const std::string_view parent = in->Text();
    store->RestoreTombstone({key, parent, in->Number()});
  }
}

}  // namespace

std::string WriteSnapshot(const ProjectState& state, const Answers& answers,
                          const IdAllocator& ids) {
  std::string bytes;
  BinaryWriter out(&bytes);
  out.Text(kMark);
  out.Number(state.log.base());
  out.Number(state.log.last());
  out.Number(state.log.is_after_reset() ? 1 : 0);
  out.Number(ids.last_number());
  WriteFields(state.project_fields, &out);
  out.Number(state.stores().size());
  for (const auto& store : state.stores()) StoreWriter(state, *store, &out).Run();
  WriteRemoved(state.removed, &out);
  out.Number(state.phantoms.size());
  state.phantoms.ForEach([&out](std::string_view store, std::string_view author,
                                std::string_view name, std::string_view id) {
    for (const std::string_view text : {store, author, name, id}) out.Text(text);
  });
  out.Number(answers.forgotten());
  out.Number(answers.made().size() + answers.refused().size());
  for (const AnswerQueue* queue : {&answers.made(), &answers.refused()}) {
    queue->ForEach(
        [&out](std::string_view origin, std::string_view local_id, const Answer& answer) {
          out.Text(origin);
          out.Text(local_id);
          out.Number(answer.epoch);
          out.Number(answer.revision);
          out.Text(answer.refusal);
        });
  }
  return bytes;
}

Status ReadSnapshot(std::string_view bytes, const Limits& limits, RestoredProject* out) {
  BinaryReader in(bytes);
  if (in.Text() != kMark) return {ErrorCode::kDamaged, "This is no snapshot of this version"};
  const uint64_t base = in.Number();
  const uint64_t last = in.Number();
  const bool is_after_reset = in.Number() != 0;
  out->last_id = in.Number();
  out->state = std::make_unique<ProjectState>(limits, base);
  ProjectState& state = *out->state;
  if (last < base) in.Fail();
  state.log = RevisionLog(limits, base, is_after_reset);
  ReadFields(&in, &state.project_fields);
  for (size_t i = in.Count(); i > 0 && !in.failed(); --i) ReadStore(&state, &in);
  ReadRemoved(&in, &state.removed);
  ForgetThoseThatAreBack(&state);
  for (size_t i = in.Count(); i > 0; --i) {
    const std::string_view store = in.Text();
    const std::string_view author = in.Text();
    const std::string_view name = in.Text();
    state.phantoms.Add(store, author, {name, true}, in.Text());
  }
  out->answers.NoteForgotten(in.Number());
  for (size_t i = in.Count(); i > 0; --i) {
    const std::string_view origin = in.Text();
    const std::string_view local_id = in.Text();
    Answer answer;
    answer.epoch = in.Number();
    answer.revision = in.Number();
    answer.refusal = in.Text();
    out->answers.Keep(origin, local_id, answer);
  }
  if (in.failed() || !in.at_end()) return {ErrorCode::kDamaged, "The snapshot is not whole"};
  state.log.StandAt(last);
  return {};
}

}  // namespace gantt
