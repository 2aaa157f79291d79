#include "past_binding.h"

#include <napi.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "arguments.h"
#include "conflict/conflicts.h"
#include "pool_worker.h"
#include "project/project.h"
#include "store/record.h"
#include "store/store.h"
#include "terms.h"
#include "wire/dataset_encoder.h"

namespace gantt::binding {

Napi::Function PastBinding::Define(Napi::Env env) {
  return DefineClass(env, "Past",
                     {
                         InstanceMethod<&PastBinding::Dataset>("dataset"),
                         InstanceMethod<&PastBinding::Record>("record"),
                         InstanceMethod<&PastBinding::Release>("release"),
                         InstanceAccessor<&PastBinding::Revision>("revision"),
                     });
}

Napi::Object PastBinding::Make(const Napi::Function& constructor,
                               std::unique_ptr<Project> project) {
  const Napi::Object object = constructor.New({});
  Unwrap(object)->project_ = std::move(project);
  return object;
}

Napi::Value PastBinding::Dataset(const Napi::CallbackInfo& info) {
  const auto text = std::make_shared<std::string>();
  return PoolWorker::Start(
      info.Env(),
      [project = project_, text, view = ViewArgument(info, 0)] {
        const TextParts parts = project->Dataset(view);
        size_t size = 0;
        for (const auto& part : parts) size += part->size();
        text->reserve(size);
        for (const auto& part : parts) text->append(*part);
        return Status();
      },
      [text](Napi::Env env) -> Napi::Value { return ToBuffer(env, std::move(*text)); });
}

Napi::Value PastBinding::Record(const Napi::CallbackInfo& info) {
  StringBuffer store_buffer;
  StringBuffer id_buffer;
  const Store* const store = project_->state().FindStore(StringArgument(info, 0, &store_buffer));
  const gantt::Record* const record =
      store == nullptr ? nullptr : store->Find(StringArgument(info, 1, &id_buffer));
  if (record == nullptr) return info.Env().Undefined();
  std::string text;
  AppendWholeRecord(*store, *record, &text);
  return Napi::String::New(info.Env(), text);
}

Napi::Value PastBinding::Release(const Napi::CallbackInfo& info) {
  std::shared_ptr<Project> project = std::move(project_);
  project_ = std::make_shared<Project>(ProjectOptions());
  return PoolWorker::Start(info.Env(), [project = std::move(project)]() mutable {
    project.reset();
    return Status();
  });
}

Napi::Value PastBinding::Revision(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(project_->revision()));
}

}  // namespace gantt::binding
