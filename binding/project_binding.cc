#include "project_binding.h"

#include <napi.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.h"
#include "base/status.h"
#include "load_worker.h"
#include "message/terms.h"
#include "outcome.h"
#include "outcome_words.h"
#include "past_binding.h"
#include "pool_worker.h"
#include "project/difference.h"
#include "project/loader.h"
#include "project/project.h"
#include "project/rebuild.h"
#include "project/snapshot.h"
#include "state/project_state.h"
#include "terms.h"
#include "wire/dataset_encoder.h"
#include "wire/page_encoder.h"
#include "wire/page_work.h"

namespace gantt::binding {

Napi::Function ProjectBinding::Define(Napi::Env env) {
  return DefineClass(env, "Project",
                     {
                         InstanceMethod<&ProjectBinding::Dataset>("dataset"),
                         InstanceMethod<&ProjectBinding::LoadStores>("loadStores"),
                         InstanceMethod<&ProjectBinding::LoadPage>("loadPage"),
                         InstanceMethod<&ProjectBinding::ChangesSince>("changesSince"),
                         InstanceMethod<&ProjectBinding::NoteLoaded>("noteLoaded"),
                         InstanceMethod<&ProjectBinding::NoteGoesOn>("noteGoesOn"),
                         InstanceMethod<&ProjectBinding::HoldRecord>("holdRecord"),
                         InstanceMethod<&ProjectBinding::ExpireFences>("expireFences"),
                         InstanceMethod<&ProjectBinding::ReleaseRecord>("releaseRecord"),
                         InstanceMethod<&ProjectBinding::Load>("load"),
                         InstanceMethod<&ProjectBinding::VersionContent>("versionContent"),
                         InstanceMethod<&ProjectBinding::TakeJournal>("takeJournal"),
                         InstanceMethod<&ProjectBinding::Snapshot>("snapshot"),
                         InstanceMethod<&ProjectBinding::SnapshotBeside>("snapshotBeside"),
                         InstanceMethod<&ProjectBinding::Restore>("restore"),
                         InstanceMethod<&ProjectBinding::Compare>("compare"),
                         InstanceMethod<&ProjectBinding::BringBack>("bringBack"),
                         InstanceMethod<&ProjectBinding::Stats>("stats"),
                         InstanceAccessor<&ProjectBinding::Epoch>("epoch"),
                         InstanceAccessor<&ProjectBinding::Revision>("revision"),
                         InstanceAccessor<&ProjectBinding::FirstOfLog>("firstOfLog"),
                         InstanceAccessor<&ProjectBinding::LastTime>("lastTime"),
                         InstanceAccessor<&ProjectBinding::ToldNumber>("toldNumber"),
                         InstanceAccessor<&ProjectBinding::Forgotten>("forgotten"),
                     });
}

ProjectBinding::ProjectBinding(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<ProjectBinding>(info), project_(ProjectOptionsArgument(info, 0)) {
  // A method of the class must look up its object in each call, which costs as much as all its
  // arguments.
  Napi::Function submit = Napi::Function::New<&CallSubmitInto>(info.Env(), "submitInto", this);
  // The function keeps the object alive.
  submit.Set("project", info.This());
  info.This().As<Napi::Object>().Set("submitInto", submit);
}

std::unique_ptr<ProjectState> ProjectBinding::Replace(LoadedData data, uint64_t now) {
  parts_.Clear();
  return project_.Replace(std::move(data), now);
}

Napi::Value ProjectBinding::CallSubmitInto(const Napi::CallbackInfo& info) {
  return static_cast<ProjectBinding*>(info.Data())->SubmitInto(info);
}

Napi::Value ProjectBinding::SubmitInto(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  StringBuffer author_buffer;
  const std::string_view message = BytesArgument(info, 0);
  const std::string_view author = StringArgument(info, 1, &author_buffer);
  const double now = NumberArgument(info, 2);
  const std::span<char> target = WritableBytesArgument(info, 3);
  const double target_at = NumberArgument(info, 4);
  if (!(target_at >= 0 && target_at <= static_cast<double>(target.size()))) {
    throw Napi::TypeError::New(env, "Argument 5 must be a place in argument 4");
  }

  StringBuffer origin_buffer;
  Terms terms = TermsArgument(info, 5, project_.options().wordings.size());
  if (info.Length() > 7) terms.origin = StringArgument(info, 7, &origin_buffer);
  const bool is_usual = IsUsual(info, 5);

  outcome_.Clear();
  const Status status =
      project_.Submit(message, author, now > 0 ? static_cast<uint64_t>(now) : 0, terms, &outcome_);
  if (!status.ok()) return Refusal(env, status, outcome_);
  const std::span<char> room = target.subspan(static_cast<size_t>(target_at));
  if (!is_usual || outcome_.author || !outcome_.locked.empty() || !outcome_.storms.empty()) {
    const size_t words = PutOutcome(outcome_, room);
    if (words == 0) return ToObject(env, &outcome_);
    return Napi::Number::New(env, -static_cast<double>(words));
  }
  std::string& broadcast = outcome_.broadcast;
  if (broadcast.size() >= kWorthAdopting || broadcast.size() > room.size()) {
    return ToBuffer(env, std::exchange(broadcast, {}));
  }
  std::memcpy(room.data(), broadcast.data(), broadcast.size());
  return Napi::Number::New(env, static_cast<double>(broadcast.size()));
}

Napi::Value ProjectBinding::Dataset(const Napi::CallbackInfo& info) {
  return parts_.ToArray(info.Env(), project_.Dataset(ViewArgument(info, 0)));
}

Napi::Value ProjectBinding::LoadStores(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  std::vector<LoadedMember> members = project_.LoadStores();
  // One call for all, because only the parts of the last call are cached.
  TextParts all;
  for (const LoadedMember& member : members)
    all.insert(all.end(), member.parts.begin(), member.parts.end());
  const Napi::Array buffers = parts_.ToArray(env, std::move(all));
  Napi::Array result = Napi::Array::New(env, members.size());
  uint32_t next = 0;
  for (uint32_t i = 0; i < members.size(); ++i) {
    Napi::Array parts = Napi::Array::New(env, members[i].parts.size());
    for (uint32_t part = 0; part < members[i].parts.size(); ++part)
      parts.Set(part, buffers.Get(next++));
    Napi::Array member = Napi::Array::New(env, 2);
    member.Set(uint32_t{0}, members[i].name);
    member.Set(uint32_t{1}, parts);
    result.Set(i, member);
  }
  return result;
}

Napi::Value ProjectBinding::LoadPage(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  StringBuffer query_buffer;
  PageWork work(static_cast<size_t>(NumberArgument(info, 1)));
  Page page;
  const Status status =
      EncodePage(project_.state(), StringArgument(info, 0, &query_buffer), &work, &page);
  if (!status.ok()) return Failure(env, status);
  Napi::Object result = Napi::Object::New(env);
  result.Set("rows", ToBuffer(env, std::move(page.rows)));
  result.Set("total", static_cast<double>(page.total));
  result.Set("stepsLeft", static_cast<double>(work.left()));
  return result;
}

Napi::Value ProjectBinding::ChangesSince(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const double revision = NumberArgument(info, 0);
  const size_t dialect = DialectArgument(info, 1, project_.options().wordings.size());
  StringBuffer client_buffer;
  const std::string_view client =
      info[2].IsUndefined() ? std::string_view() : StringArgument(info, 2, &client_buffer);
  std::vector<std::string> messages;
  const bool is_number = revision >= 0 && revision <= kLargestInteger;
  if (!is_number ||
      !project_.ChangesSince(static_cast<uint64_t>(revision), dialect, client, &messages)) {
    return env.Undefined();
  }
  return ToBuffers(env, std::move(messages));
}

Napi::Value ProjectBinding::NoteLoaded(const Napi::CallbackInfo& info) {
  StringBuffer client_buffer;
  const std::string_view client = StringArgument(info, 0, &client_buffer);
  const double revision = NumberArgument(info, 1);
  if (revision >= 0 && revision <= kLargestInteger)
    project_.NoteLoaded(client, static_cast<uint64_t>(revision));
  return info.Env().Undefined();
}

Napi::Value ProjectBinding::NoteGoesOn(const Napi::CallbackInfo& info) {
  StringBuffer client_buffer;
  StringBuffer before_buffer;
  project_.NoteGoesOn(StringArgument(info, 0, &client_buffer),
                      StringArgument(info, 1, &before_buffer));
  return info.Env().Undefined();
}

Napi::Value ProjectBinding::HoldRecord(const Napi::CallbackInfo& info) {
  StringBuffer store;
  StringBuffer key;
  StringBuffer holder;
  StringBuffer name;
  project_.locks().Hold(StringArgument(info, 0, &store), StringArgument(info, 1, &key),
                        StringArgument(info, 2, &holder), StringArgument(info, 3, &name),
                        static_cast<uint64_t>(NumberArgument(info, 4)));
  return info.Env().Undefined();
}

Napi::Value ProjectBinding::ExpireFences(const Napi::CallbackInfo& info) {
  project_.locks().Expire(static_cast<uint64_t>(NumberArgument(info, 0)));
  return info.Env().Undefined();
}

Napi::Value ProjectBinding::ReleaseRecord(const Napi::CallbackInfo& info) {
  StringBuffer store;
  StringBuffer key;
  project_.locks().Release(StringArgument(info, 0, &store), StringArgument(info, 1, &key));
  return info.Env().Undefined();
}

Napi::Value ProjectBinding::Load(const Napi::CallbackInfo& info) {
  const std::string_view text = BytesArgument(info, 0);
  return LoadWorker::Start(info.Env(), info.This().As<Napi::Object>(), this,
                           info[0].As<Napi::Object>(), text, info[1].ToBoolean());
}

Napi::Value ProjectBinding::VersionContent(const Napi::CallbackInfo& info) {
  StringBuffer command_buffer;
  const std::string_view command = StringArgument(info, 0, &command_buffer);
  if (!info[1].IsString() && !info[1].IsNumber()) {
    throw Napi::TypeError::New(info.Env(), "Argument 2 must be a string or a number");
  }
  std::string reply;
  if (!project_.AppendVersionContent(command, info[1].ToString().Utf8Value(), &reply)) {
    return info.Env().Undefined();
  }
  return ToBuffer(info.Env(), std::move(reply));
}

Napi::Value ProjectBinding::TakeJournal(const Napi::CallbackInfo& info) {
  if (info[0].IsUndefined()) return ToBuffer(info.Env(), project_.TakeJournal());
  return ToBuffer(info.Env(), project_.TakeJournal(static_cast<size_t>(NumberArgument(info, 0))));
}

Napi::Value ProjectBinding::Snapshot(const Napi::CallbackInfo& info) {
  return ToBuffer(info.Env(), project_.Snapshot());
}

Napi::Value ProjectBinding::SnapshotBeside(const Napi::CallbackInfo& info) {
  const auto snapshot = std::make_shared<std::string>();
  const auto owner =
      std::make_shared<Napi::ObjectReference>(Napi::Persistent(info.This().As<Napi::Object>()));
  return PoolWorker::Start(
      info.Env(),
      [this, snapshot, owner] {
        *snapshot = project_.Snapshot();
        return Status();
      },
      [snapshot](Napi::Env env) -> Napi::Value { return ToBuffer(env, std::move(*snapshot)); });
}

// Reading and freeing a large project takes time.
Napi::Value ProjectBinding::Restore(const Napi::CallbackInfo& info) {
  struct Restoring {
    std::string_view snapshot;
    std::string_view records;
    RestoredProject project;
    Napi::ObjectReference owner;
    Napi::ObjectReference buffers[2];
  };
  const auto restoring = std::make_shared<Restoring>();
  restoring->snapshot = BytesArgument(info, 0);
  restoring->records = BytesArgument(info, 1);
  restoring->owner = Napi::Persistent(info.This().As<Napi::Object>());
  for (const size_t i : {0, 1})
    restoring->buffers[i] = Napi::Persistent(info[i].As<Napi::Object>());
  return PoolWorker::Start(
      info.Env(),
      [restoring, limits = project_.options().limits] {
        return Rebuild(restoring->snapshot, restoring->records, limits, &restoring->project);
      },
      [this, restoring](Napi::Env env) -> Napi::Value {
        project_.Adopt(&restoring->project);
        parts_.Clear();
        PoolWorker::Start(
            env,
            [before = std::make_shared<RestoredProject>(std::move(restoring->project))]() mutable {
              before.reset();
              return Status();
            });
        return env.Undefined();
      });
}

Napi::Value ProjectBinding::Compare(const Napi::CallbackInfo& info) {
  struct Comparing {
    std::string store, record, field;
    bool with_subtree;
    std::shared_ptr<const Project> then;
    Napi::ObjectReference owner;
    std::shared_ptr<Comparison> comparison = std::make_shared<Comparison>();
  };
  const auto given = info[1].As<Napi::Object>();
  const auto comparing = std::make_shared<Comparing>();
  comparing->store = TextOf(given, "store");
  comparing->record = TextOf(given, "record");
  comparing->field = TextOf(given, "field");
  comparing->with_subtree = given.Get("subtree").ToBoolean();
  comparing->then = PastBinding::Unwrap(info[0].As<Napi::Object>())->project();
  comparing->owner = Napi::Persistent(info.This().As<Napi::Object>());
  comparison_.reset();
  return PoolWorker::Start(
      info.Env(),
      [this, comparing] {
        const Scope scope{comparing->store, comparing->record, comparing->with_subtree,
                          comparing->field};
        return project_.Compare(comparing->then->state(), scope, comparing->comparison.get());
      },
      [this, comparing](Napi::Env env) -> Napi::Value {
        comparison_ = std::move(comparing->comparison);
        return env.Undefined();
      });
}

Napi::Value ProjectBinding::BringBack(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  std::shared_ptr<Comparison> comparison = std::move(comparison_);
  if (!comparison || !project_.IsOf(*comparison))
    throw Napi::Error::New(env, "The project is not as it was compared");
  const double now = NumberArgument(info, 0);
  outcome_.Clear();
  const Status status =
      project_.BringBack(comparison.get(), now > 0 ? static_cast<uint64_t>(now) : 0,
                         TermsArgument(info, 1, project_.options().wordings.size()), &outcome_);
  // Freeing a large one takes time.
  PoolWorker::Start(env, [freed = std::move(comparison)]() mutable {
    freed.reset();
    return Status();
  });
  return status.ok() ? ToObject(env, &outcome_) : Failure(env, status);
}

Napi::Value ProjectBinding::Stats(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), project_.Stats());
}

Napi::Value ProjectBinding::Epoch(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(project_.state().log.base()));
}

Napi::Value ProjectBinding::Forgotten(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(project_.forgotten()));
}

Napi::Value ProjectBinding::ToldNumber(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), project_.told_number());
}

Napi::Value ProjectBinding::Revision(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(project_.revision()));
}

Napi::Value ProjectBinding::FirstOfLog(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(project_.state().log.first()));
}

Napi::Value ProjectBinding::LastTime(const Napi::CallbackInfo& info) {
  const RevisionLog& log = project_.state().log;
  const uint64_t time = log.count() > 0 ? log.at(log.last()).time() : 0;
  return Napi::Number::New(info.Env(), static_cast<double>(time));
}

}  // namespace gantt::binding
