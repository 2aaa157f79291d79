#include "history_binding.h"

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "base/status.h"
#include "journal/check.h"
#include "journal/history.h"
#include "journal/journal_reader.h"
#include "past_binding.h"
#include "pool_worker.h"
#include "project/project.h"

namespace gantt::binding {
namespace {

Status NotOpen() { return {ErrorCode::kStorageFailed, "The history is not open"}; }

History::Filter FilterOf(const Napi::Object& object) {
  History::Filter filter;
  filter.first = NumberOf(object, "first");
  filter.last = NumberOf(object, "last");
  filter.since = NumberOf(object, "since");
  filter.until = NumberOf(object, "until");
  filter.user = TextOf(object, "user");
  filter.store = TextOf(object, "store");
  filter.record = TextOf(object, "record");
  filter.field = TextOf(object, "field");
  filter.limit = static_cast<size_t>(NumberOf(object, "limit"));
  filter.with_records = object.Get("withRecords").ToBoolean();
  return filter;
}

uint64_t TimeArgument(const Napi::CallbackInfo& info, size_t index) {
  const double time = NumberArgument(info, index);
  return time > 0 ? static_cast<uint64_t>(time) : 0;
}

template <typename Item, typename ToObject>
Napi::Array ToArray(Napi::Env env, const std::vector<Item>& items, const ToObject& to_object) {
  Napi::Array array = Napi::Array::New(env, items.size());
  for (uint32_t i = 0; i < items.size(); ++i) {
    const Napi::HandleScope scope(env);
    array.Set(i, to_object(items[i]));
  }
  return array;
}

void Set(Napi::Object* object, const char* name, uint64_t number) {
  object->Set(name, static_cast<double>(number));
}

}  // namespace

Napi::Function HistoryBinding::Define(Napi::Env env) {
  return DefineClass(env, "History",
                     {
                         InstanceMethod<&HistoryBinding::Open>("open"),
                         InstanceMethod<&HistoryBinding::Projects>("projects"),
                         InstanceMethod<&HistoryBinding::Revisions>("revisions"),
                         InstanceMethod<&HistoryBinding::MomentAt>("momentAt"),
                         InstanceMethod<&HistoryBinding::FirstSince>("firstSince"),
                         InstanceMethod<&HistoryBinding::Past>("past"),
                         InstanceMethod<&HistoryBinding::Snapshots>("snapshots"),
                         InstanceMethod<&HistoryBinding::ReadSnapshot>("readSnapshot"),
                         InstanceMethod<&HistoryBinding::Hold>("hold"),
                         InstanceMethod<&HistoryBinding::Release>("release"),
                         InstanceMethod<&HistoryBinding::Check>("check"),
                         InstanceMethod<&HistoryBinding::Backup>("backup"),
                         InstanceMethod<&HistoryBinding::Close>("close"),
                     });
}

Napi::Value HistoryBinding::Open(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(), [this, file = file_, path = TextOf(info, 0)] {
    return History::Open(path, &file->history, &thread_.is_ending());
  });
}

Napi::Value HistoryBinding::Projects(const Napi::CallbackInfo& info) {
  const auto projects = std::make_shared<std::vector<History::Kept>>();
  return thread_.Do(
      info.This(),
      [file = file_, projects] {
        return file->history ? file->history->Projects(projects.get()) : NotOpen();
      },
      [projects](Napi::Env env) -> Napi::Value {
        return ToArray(env, *projects, [env](const History::Kept& kept) {
          Napi::Object object = Napi::Object::New(env);
          object.Set("id", kept.id);
          object.Set("source", kept.source);
          Set(&object, "first", kept.first);
          Set(&object, "last", kept.last);
          Set(&object, "snapshots", kept.snapshots);
          return object;
        });
      });
}

Napi::Value HistoryBinding::Revisions(const Napi::CallbackInfo& info) {
  const auto revisions = std::make_shared<std::vector<History::Revision>>();
  return thread_.Do(
      info.This(),
      [file = file_, revisions, project = TextOf(info, 0),
       filter = FilterOf(info[1].As<Napi::Object>())] {
        if (!file->history) return NotOpen();
        return file->history->Revisions(project, filter, revisions.get());
      },
      [revisions](Napi::Env env) -> Napi::Value {
        return ToArray(env, *revisions, [env](const History::Revision& revision) {
          Napi::Object object = Napi::Object::New(env);
          Set(&object, "number", revision.number);
          Set(&object, "epoch", revision.epoch);
          Set(&object, "time", revision.time);
          object.Set("user", revision.user);
          object.Set("text", revision.text);
          if (!revision.record.empty()) object.Set("record", ToBuffer(env, revision.record));
          return object;
        });
      });
}

Napi::Value HistoryBinding::MomentAt(const Napi::CallbackInfo& info) {
  struct Found {
    Moment moment;
    bool was_there = false;
  };
  const auto found = std::make_shared<Found>();
  return thread_.Do(
      info.This(),
      [file = file_, found, project = TextOf(info, 0), time = TimeArgument(info, 1)] {
        if (!file->history) return NotOpen();
        return file->history->MomentAt(project, time, &found->moment, &found->was_there);
      },
      [found](Napi::Env env) -> Napi::Value {
        if (!found->was_there) return env.Undefined();
        Napi::Object moment = Napi::Object::New(env);
        Set(&moment, "number", found->moment.number);
        moment.Set("isAfterReset", found->moment.is_after_reset);
        return moment;
      });
}

Napi::Value HistoryBinding::FirstSince(const Napi::CallbackInfo& info) {
  const auto number = std::make_shared<uint64_t>();
  return thread_.Do(
      info.This(),
      [file = file_, number, project = TextOf(info, 0), time = TimeArgument(info, 1)] {
        if (!file->history) return NotOpen();
        return file->history->FirstSince(project, time, number.get());
      },
      [number](Napi::Env env) -> Napi::Value {
        return Napi::Number::New(env, static_cast<double>(*number));
      });
}

Napi::Value HistoryBinding::Past(const Napi::CallbackInfo& info) {
  struct Built {
    std::unique_ptr<Project> project;
    Napi::FunctionReference constructor;
  };
  const auto built = std::make_shared<Built>();
  built->constructor = Napi::Persistent(info[3].As<Napi::Function>());
  ProjectOptions options = ProjectOptionsArgument(info, 2);
  options.limits.log_revisions = 1;  // No client catches up with a past state.
  const auto given = info[1].As<Napi::Object>();
  const Moment moment{NumberOf(given, "number"), given.Get("isAfterReset").ToBoolean()};
  return thread_.Do(
      info.This(),
      [file = file_, built, project = TextOf(info, 0), moment, options] {
        if (!file->history) return NotOpen();
        std::optional<Kept> kept;
        if (Status status = file->history->LoadAt(project, moment, &kept); !status.ok())
          return status;
        if (!kept) return Status();
        built->project = std::make_unique<Project>(options);
        return built->project->Restore(kept->snapshot, kept->records);
      },
      [built](Napi::Env env) -> Napi::Value {
        if (!built->project) return env.Undefined();
        return PastBinding::Make(built->constructor.Value(), std::move(built->project));
      });
}

Napi::Value HistoryBinding::Snapshots(const Napi::CallbackInfo& info) {
  const auto snapshots = std::make_shared<std::vector<History::Snapshot>>();
  return thread_.Do(
      info.This(),
      [file = file_, snapshots, project = TextOf(info, 0)] {
        return file->history ? file->history->Snapshots(project, snapshots.get()) : NotOpen();
      },
      [snapshots](Napi::Env env) -> Napi::Value {
        return ToArray(env, *snapshots, [env](const History::Snapshot& snapshot) {
          Napi::Object object = Napi::Object::New(env);
          object.Set("row", static_cast<double>(snapshot.row));
          Set(&object, "number", snapshot.number);
          Set(&object, "epoch", snapshot.epoch);
          Set(&object, "time", snapshot.time);
          return object;
        });
      });
}

Napi::Value HistoryBinding::ReadSnapshot(const Napi::CallbackInfo& info) {
  const auto bytes = std::make_shared<std::string>();
  return thread_.Do(
      info.This(),
      [file = file_, bytes, row = static_cast<int64_t>(NumberArgument(info, 0))] {
        return file->history ? file->history->ReadSnapshot(row, bytes.get()) : NotOpen();
      },
      [bytes](Napi::Env env) -> Napi::Value { return ToBuffer(env, std::move(*bytes)); });
}

Napi::Value HistoryBinding::Hold(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(),
                    [file = file_] { return file->history ? file->history->Hold() : NotOpen(); });
}

Napi::Value HistoryBinding::Release(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(),
                    [file = file_] { return file->history ? file->history->Release() : Status(); });
}

Napi::Value HistoryBinding::Check(const Napi::CallbackInfo& info) {
  const auto report = std::make_shared<CheckReport>();
  return thread_.Do(
      info.This(),
      [file = file_, report] {
        return file->history ? file->history->Check(report.get()) : NotOpen();
      },
      [report](Napi::Env env) -> Napi::Value {
        Napi::Object object = Napi::Object::New(env);
        Set(&object, "revisions", report->revisions);
        Set(&object, "snapshots", report->snapshots);
        object.Set("problems", ToArray(env, report->problems, [env](const std::string& problem) {
                     return Napi::String::New(env, problem);
                   }));
        return object;
      });
}

Napi::Value HistoryBinding::Backup(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(), [this, path = TextOf(info, 0), copy = TextOf(info, 1)] {
    return History::Backup(path, copy, &thread_.is_ending());
  });
}

Napi::Value HistoryBinding::Close(const Napi::CallbackInfo& info) {
  return thread_.Do(info.This(), [file = file_] {
    file->history.reset();
    return Status();
  });
}

}  // namespace gantt::binding
