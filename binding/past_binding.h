// The JavaScript class Past: a past state of a project. lib/native/addon.js documents it.
#ifndef GANTT_BINDING_PAST_BINDING_H_
#define GANTT_BINDING_PAST_BINDING_H_

#include <napi.h>

#include <memory>

#include "project/project.h"

namespace gantt::binding {

class PastBinding : public Napi::ObjectWrap<PastBinding> {
 public:
  static Napi::Function Define(Napi::Env env);
  // `constructor`: the result of Define().
  static Napi::Object Make(const Napi::Function& constructor, std::unique_ptr<Project> project);
  explicit PastBinding(const Napi::CallbackInfo& info) : ObjectWrap(info) {}

  // It stays valid for its holders after Release().
  const std::shared_ptr<Project>& project() const { return project_; }

 private:
  Napi::Value Dataset(const Napi::CallbackInfo& info);  // (view): a promise of a Buffer
  Napi::Value Record(const Napi::CallbackInfo& info);   // (store, id): JSON text, or undefined
  Napi::Value Revision(const Napi::CallbackInfo& info);
  // Empties it. Freeing a large project takes long, so it happens on the pool.
  Napi::Value Release(const Napi::CallbackInfo& info);

  std::shared_ptr<Project> project_ = std::make_shared<Project>(ProjectOptions());
};

}  // namespace gantt::binding

#endif  // GANTT_BINDING_PAST_BINDING_H_
