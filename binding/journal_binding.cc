#include "journal_binding.h"

#include <napi.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "base/status.h"
#include "journal/clients.h"
#include "journal/database.h"
#include "journal/journal.h"
#include "journal/journal_reader.h"
#include "journal/retention.h"
#include "journal/schema.h"
#include "pool_worker.h"
#include "project/project.h"
#include "project/rebuild.h"
#include "project/snapshot.h"

namespace gantt::binding {
namespace {

Status NotOpen() { return {ErrorCode::kStorageFailed, "The journal is not open"}; }

std::vector<KeptClient> ClientsOf(const Napi::Array& list) {
  std::vector<KeptClient> clients(list.Length());
  for (uint32_t i = 0; i < list.Length(); ++i) {
    const auto object = list.Get(i).As<Napi::Object>();
    clients[i] = {TextOf(object, "id"),       TextOf(object, "origin"),
                  TextOf(object, "userName"), TextOf(object, "dialect"),
                  TextOf(object, "project"),  NumberOf(object, "epoch"),
                  NumberOf(object, "seen"),   NumberOf(object, "answered")};
  }
  return clients;
}

Napi::Object ToObject(Napi::Env env, const KeptClient& client) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", client.id);
  object.Set("origin", client.origin);
  object.Set("userName", client.user);
  object.Set("dialect", client.dialect);
  object.Set("project", client.project);
  object.Set("epoch", static_cast<double>(client.epoch));
  object.Set("seen", static_cast<double>(client.seen));
  object.Set("answered", static_cast<double>(client.answered));
  return object;
}

}  // namespace

Napi::Function JournalBinding::Define(Napi::Env env) {
  return DefineClass(env, "Journal",
                     {
                         InstanceMethod<&JournalBinding::Open>("open"),
                         InstanceMethod<&JournalBinding::Append>("append"),
                         InstanceMethod<&JournalBinding::SaveSnapshot>("saveSnapshot"),
                         InstanceMethod<&JournalBinding::Load>("load"),
                         InstanceMethod<&JournalBinding::LoadClients>("loadClients"),
                         InstanceMethod<&JournalBinding::Sync>("sync"),
                         InstanceMethod<&JournalBinding::Compact>("compact"),
                         InstanceMethod<&JournalBinding::ForgetUser>("forgetUser"),
                         InstanceMethod<&JournalBinding::Wipe>("wipe"),
                         InstanceMethod<&JournalBinding::Begin>("begin"),
                         InstanceMethod<&JournalBinding::End>("end"),
                         InstanceMethod<&JournalBinding::Close>("close"),
                     });
}

Napi::Value JournalBinding::Open(const Napi::CallbackInfo& info) {
  const std::string durability = TextOf(info, 1);
  const auto level = durability == "commit"     ? Journal::Durability::kCommit
                     : durability == "interval" ? Journal::Durability::kInterval
                                                : Journal::Durability::kNone;
  const Retention retention{static_cast<uint64_t>(NumberArgument(info, 2)),
                            static_cast<uint64_t>(NumberArgument(info, 3))};
  const auto upgrade = std::make_shared<Upgrade>();
  return thread_.Do(
      info.This(),
      [file = file_, upgrade, path = TextOf(info, 0), level, retention] {
        Status status = Journal::Open(path, level, nullptr, &file->journal);
        if (!status.ok()) return status;
        file->journal->Keep(retention);
        *upgrade = file->journal->upgrade();
        return status;
      },
      [upgrade](Napi::Env env) -> Napi::Value {
        if (upgrade->from == 0) return env.Undefined();
        Napi::Object result = Napi::Object::New(env);
        result.Set("from", upgrade->from);
        result.Set("to", upgrade->to);
        return result;
      });
}

Napi::Value JournalBinding::Append(const Napi::CallbackInfo& info) {
  struct Message {
    std::string project;
    uint64_t head;
    std::string user;
    std::string records;
  };
  std::vector<Message> messages;
  const auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); ++i) {
    const auto message = list.Get(i).As<Napi::Object>();
    messages.push_back({message.Get("project").ToString().Utf8Value(), NumberOf(message, "head"),
                        message.Get("user").ToString().Utf8Value(), BytesOf(message, "records")});
  }
  return thread_.Do(info.This(), [file = file_, messages = std::move(messages),
                                  clients = ClientsOf(info[1].As<Napi::Array>())] {
    if (!file->journal) return NotOpen();
    std::vector<Journal::Batch> batches;
    batches.reserve(messages.size());
    for (const Message& message : messages)
      batches.push_back({message.project, message.head, message.user, message.records});
    return file->journal->Append(batches, clients);
  });
}

Napi::Value JournalBinding::SaveSnapshot(const Napi::CallbackInfo& info) {
  const auto start = info[1].As<Napi::Object>();
  // It may be large, so it is not moved.
  const auto bytes = start.Get("snapshot").As<Napi::Buffer<char>>();
  const auto kept = std::make_shared<Napi::ObjectReference>(Napi::Persistent(Napi::Object(bytes)));
  return thread_.Do(
      info.This(), [file = file_, project = TextOf(info, 0), number = NumberOf(start, "number"),
                    epoch = NumberOf(start, "epoch"), time = NumberOf(start, "time"), kept,
                    snapshot = std::string_view(bytes.Data(), bytes.Length()),
                    source = TextOf(start, "source")] {
        if (!file->journal) return NotOpen();
        return file->journal->SaveSnapshot(project, {number, epoch, time, snapshot, source});
      });
}

Napi::Value JournalBinding::Load(const Napi::CallbackInfo& info) {
  const auto kept = std::make_shared<std::optional<Kept>>();
  const auto log_revisions = static_cast<uint64_t>(NumberArgument(info, 1));
  return thread_.Do(
      info.This(),
      [file = file_, kept, project = TextOf(info, 0), log_revisions] {
        if (!file->journal) return NotOpen();
        return file->journal->Load(project, log_revisions, kept.get());
      },
      [kept](Napi::Env env) -> Napi::Value {
        if (!*kept) return env.Undefined();
        Napi::Object result = Napi::Object::New(env);
        result.Set("number", static_cast<double>((*kept)->number));
        result.Set("snapshot", ToBuffer(env, std::move((*kept)->snapshot)));
        result.Set("records", ToBuffer(env, std::move((*kept)->records)));
        result.Set("source", (*kept)->source);
        Napi::Object behind = Napi::Object::New(env);
        behind.Set("revisions", static_cast<double>((*kept)->revisions_behind));
        behind.Set("bytes", static_cast<double>((*kept)->bytes_behind));
        result.Set("behind", behind);
        return result;
      });
}

Napi::Value JournalBinding::LoadClients(const Napi::CallbackInfo& info) {
  struct Found {
    std::string identity;
    std::vector<KeptClient> clients;
  };
  const auto found = std::make_shared<Found>();
  return thread_.Do(
      info.This(),
      [file = file_, found, fresh = std::string(BytesArgument(info, 0))] {
        if (!file->journal) return NotOpen();
        return file->journal->LoadClients(fresh, &found->identity, &found->clients);
      },
      [found](Napi::Env env) -> Napi::Value {
        Napi::Array clients = Napi::Array::New(env, found->clients.size());
        for (uint32_t i = 0; i < found->clients.size(); ++i) {
          const Napi::HandleScope scope(env);
          clients.Set(i, ToObject(env, found->clients[i]));
        }
        Napi::Object result = Napi::Object::New(env);
        result.Set("identity", ToBuffer(env, std::move(found->identity)));
        result.Set("clients", clients);
        return result;
      });
}

Napi::Value JournalBinding::Sync(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(),
                    [file = file_] { return file->journal ? file->journal->Sync() : NotOpen(); });
}

// Opens its own connection to the file, replays it in a separate project, and returns a snapshot of
// that. The active project is not involved.
Napi::Value JournalBinding::Compact(const Napi::CallbackInfo& info) {
  struct Result {
    uint64_t number = 0;
    uint64_t epoch = 0;
    std::string snapshot;
  };
  const auto result = std::make_shared<Result>();
  const auto first = static_cast<uint64_t>(NumberArgument(info, 2));
  return compacting_.Do(
      info.This(),
      [result, path = TextOf(info, 0), id = TextOf(info, 1), first] {
        Database database;
        JournalReader reader;
        std::optional<Kept> kept;
        Status status = database.OpenExisting(path);
        if (status.ok()) status = reader.Prepare(&database);
        // A snapshot has no log, so only the beginning of the log is needed.
        if (status.ok()) status = database.AtOneMoment([&] { return reader.Load(id, 0, &kept); });
        if (!status.ok()) return status;
        if (!kept) return NotOpen();
        RestoredProject restored;
        status = Rebuild(kept->snapshot, kept->records, {}, &restored, first);
        if (!status.ok()) return status;
        Project project(ProjectOptions{});
        project.Adopt(&restored);
        result->number = project.revision();
        result->epoch = project.state().log.base();
        result->snapshot = project.Snapshot();
        return Status();
      },
      [result](Napi::Env env) -> Napi::Value {
        Napi::Object start = Napi::Object::New(env);
        start.Set("number", static_cast<double>(result->number));
        start.Set("epoch", static_cast<double>(result->epoch));
        start.Set("snapshot", ToBuffer(env, std::move(result->snapshot)));
        return start;
      });
}

Napi::Value JournalBinding::ForgetUser(const Napi::CallbackInfo& info) {
  const auto was_there = std::make_shared<bool>(false);
  return thread_.Do(
      info.This(),
      [file = file_, was_there, name = TextOf(info, 0), pseudonym = TextOf(info, 1)] {
        if (!file->journal) return NotOpen();
        return file->journal->ForgetUser(name, pseudonym, was_there.get());
      },
      [was_there](Napi::Env env) -> Napi::Value { return Napi::Boolean::New(env, *was_there); });
}

Napi::Value JournalBinding::Wipe(const Napi::CallbackInfo& info) {
  const auto is_done = std::make_shared<bool>(false);
  return thread_.Do(
      info.This(),
      [file = file_, is_done] {
        return file->journal ? file->journal->Wipe(is_done.get()) : NotOpen();
      },
      [is_done](Napi::Env env) -> Napi::Value { return Napi::Boolean::New(env, *is_done); });
}

Napi::Value JournalBinding::Begin(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(),
                    [file = file_] { return file->journal ? file->journal->Begin() : NotOpen(); });
}

Napi::Value JournalBinding::End(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(), [file = file_, is_kept = info[0].ToBoolean().Value()] {
    return file->journal ? file->journal->End(is_kept) : NotOpen();
  });
}

Napi::Value JournalBinding::Close(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(), [file = file_] {
    Status status = file->journal ? file->journal->CheckPlace() : Status();
    file->journal.reset();
    return status;
  });
}

}  // namespace gantt::binding
