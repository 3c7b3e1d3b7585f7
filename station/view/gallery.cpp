#include "station/view/gallery.hpp"

#include <glibmm/main.h>
#include <gtkmm/application.h>
#include <gtkmm/settings.h>

#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "program/translation.hpp"
#include "station/desk/copy_room.hpp"
#include "station/view/samples.hpp"
#include "station/view/theme.hpp"
#include "station/view/window.hpp"

namespace slipway::desk::view {
namespace {

using namespace std::chrono_literals;

constexpr Tick kNow = 1h;
constexpr int kFrames = 3;
constexpr int kMostFrames = 60;  // a window that is still being laid out has no picture yet

// A station that answers from the samples at once.
class SampleStation final : public Station {
 public:
  void ask(Ticket ticket, sync::DeskQuestion question) override {
    questions.emplace_back(ticket, std::move(question));
  }
  void refresh() override {}
  std::vector<std::pair<Ticket, sync::DeskQuestion>> questions;
};

struct Scene {
  const char* name;
  void (*set)(Desk&, SampleStation&);
  void (*open)(Window&);
};

void answer_details(Desk& desk, SampleStation& station) {
  for (std::size_t i = 0; i < station.questions.size(); ++i) {
    const auto [ticket, question] = station.questions[i];
    const auto* ask = std::get_if<sync::AskDetail>(&question);
    if (ask == nullptr) continue;
    const auto* row = desk.review().row(ask->id);
    if (row == nullptr) row = desk.payouts().row(ask->id);
    if (row != nullptr) desk.on_news(Answered{ticket, sample_detail(*row)}, kNow);
  }
  station.questions.clear();
}

void sign_in(Desk& desk, SampleStation& station) {
  desk.on_news(Reach::Up, kNow);
  desk.sign_in("lin", "0000", kNow);
  desk.on_news(Answered{station.questions.back().first, sample_sign_in()}, kNow);
  desk.on_news(Answered{0, sample_inbox()}, kNow);
  answer_details(desk, station);
}

void look_at(Desk& desk, SampleStation& station, std::size_t row) {
  sign_in(desk, station);
  desk.select(sample_inbox().rows[row].id, kNow);
  answer_details(desk, station);
}

void cash(Desk& desk, SampleStation& station) {
  sign_in(desk, station);
  desk.look_up("V1-000013", kNow);
  for (const auto& [ticket, question] : station.questions) {
    if (!std::holds_alternative<sync::AskVoucher>(question)) continue;
    desk.on_news(Answered{ticket, sample_voucher()}, kNow);
    break;
  }
}

// A request of two payments that go back the way they came; one has left.
void way_back(Desk& desk, SampleStation& station) {
  sign_in(desk, station);
  desk.show(Section::Payouts, kNow);
  desk.select(sample_inbox().rows.back().id, kNow);
  answer_details(desk, station);
}

void redeemed(Desk& desk, SampleStation& station) {
  cash(desk, station);
  desk.redeem(kNow);
  // Both lines below the verdict: what the station says, and the drawer that did not open.
  desk.set_drawer(true);
  auto found = sample_voucher();
  found.state = refund::VoucherState::Redeemed;
  desk.on_news(
      Answered{
          station.questions.back().first,
          sync::Redeemed{found, {"已兑付，凭证从此失效。", "Redeemed; the voucher is used up."}}},
      kNow);
  if (const auto job = desk.take_drawer()) {
    desk.on_drawer({*job, {devices::DrawerOutcome::NotOpened, devices::PrintCause::Silent}});
  }
}

void pay_out(Desk& d, SampleStation& s) {
  sign_in(d, s);
  d.show(Section::Payouts, kNow);
  answer_details(d, s);
}

// The first row, which somebody looks at, is as the next inbox has it.
void overtake(Desk& desk, SampleStation& station, refund::RequestState state, int approvals) {
  look_at(desk, station, 0);
  sync::Inbox inbox = sample_inbox();
  inbox.rows.resize(1);
  inbox.rows[0].state = state;
  inbox.rows[0].approvals = approvals;
  inbox.rows[0].version = 4;
  desk.on_news(Answered{0, inbox}, kNow);
  answer_details(desk, station);
}

void nothing(Window&) {}

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all = {
      {"sign-in", [](Desk& d, SampleStation&) { d.on_news(Reach::Up, kNow); }, nothing},
      {"wrong-pin",
       [](Desk& d, SampleStation& s) {
         d.sign_in("lin", "1", kNow);
         d.on_news(
             Answered{s.questions.back().first,
                      sync::NoSession{{"工号或密码不对。", "Wrong staff number or PIN."}, 30}},
             kNow);
       },
       nothing},
      {"review", [](Desk& d, SampleStation& s) { look_at(d, s, 0); }, nothing},
      {"risk", [](Desk& d, SampleStation& s) { look_at(d, s, 1); }, nothing},
      {"due", [](Desk& d, SampleStation& s) { look_at(d, s, 10); }, nothing},
      {"differs", [](Desk& d, SampleStation& s) { look_at(d, s, 2); }, nothing},
      {"own-card", [](Desk& d, SampleStation& s) { look_at(d, s, 4); }, nothing},
      {"papers", [](Desk& d, SampleStation& s) { look_at(d, s, 6); }, nothing},
      {"second", [](Desk& d, SampleStation& s) { look_at(d, s, 5); }, nothing},
      {"undo",
       [](Desk& d, SampleStation& s) {
         look_at(d, s, 0);
         d.approve(kNow);
         answer_details(d, s);
       },
       nothing},
      {"taken",
       [](Desk& d, SampleStation& s) { overtake(d, s, refund::RequestState::Approved, 1); },
       nothing},
      {"withdrawn",
       [](Desk& d, SampleStation& s) {
         overtake(d, s, refund::RequestState::Withdrawn, 0);
         d.approve(kNow);
       },
       nothing},
      {"reject", [](Desk& d, SampleStation& s) { look_at(d, s, 0); },
       [](Window& w) {
         w.open_reject();
         w.press_in_sheet(U'1');
       }},
      {"ask-papers", [](Desk& d, SampleStation& s) { look_at(d, s, 0); },
       [](Window& w) { w.open_papers(); }},
      {"keys", [](Desk& d, SampleStation& s) { look_at(d, s, 0); },
       [](Window& w) { w.open_keys(); }},
      {"empty",
       [](Desk& d, SampleStation& s) {
         sign_in(d, s);
         d.set_search("nobody", kNow);
       },
       nothing},
      {"absent",
       [](Desk& d, SampleStation& s) {
         look_at(d, s, 0);
         d.on_news(Reach::Absent, kNow);
       },
       nothing},
      {"copy",
       [](Desk& d, SampleStation& s) {
         d.set_printer(true);
         pay_out(d, s);
         d.on_copy({told({devices::CupsEnd::NoPaper, 0, {}, "media-empty"}, 1), true}, kNow);
       },
       nothing},
      {"payouts", pay_out, nothing},
      {"transfer",
       [](Desk& d, SampleStation& s) {
         sign_in(d, s);
         d.show(Section::Payouts, kNow);
         d.select(sample_inbox().rows[13].id, kNow);
         answer_details(d, s);
       },
       [](Window& w) { w.open_transfer(); }},
      {"way-back", way_back, nothing},
      {"refund", way_back, [](Window& w) { w.open_transfer(); }},
      {"voucher", cash, nothing},
      {"redeemed", redeemed, nothing},
      {"paying",
       [](Desk& d, SampleStation& s) {
         cash(d, s);
         d.redeem(kNow);
       },
       nothing},
      {"devices",
       [](Desk& d, SampleStation& s) {
         sign_in(d, s);
         d.show(Section::Kiosks, kNow);
       },
       nothing},
      {"clock",
       [](Desk& d, SampleStation& s) {
         sign_in(d, s);
         auto inbox = sample_inbox();
         inbox.doubted_clock = sample_now() + std::chrono::days{3'650};
         d.on_news(Answered{0, inbox}, kNow);
         d.show(Section::Kiosks, kNow);
       },
       nothing},
  };
  return all;
}

struct Case {
  int width;
  int height;
  refund::Language language;
  Theme theme;
  const Scene* scene;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const auto& [width, height] : {std::pair{1440, 900}, std::pair{1280, 720}}) {
    for (const auto language : {refund::Language::Chinese, refund::Language::English}) {
      for (const auto theme : {Theme::Light, Theme::Dark}) {
        for (const Scene& scene : scenes())
          all.push_back({width, height, language, theme, &scene});
      }
    }
  }
  return all;
}

std::string name_of(const Case& one) {
  return std::to_string(one.width) + "x" + std::to_string(one.height) +
         (one.language == refund::Language::Chinese ? "-zh" : "-en") +
         (one.theme == Theme::Dark ? "-dark-" : "-light-") + one.scene->name;
}

bool save_picture(Gtk::Window& window, const std::filesystem::path& file) {
  auto* paintable = gtk_widget_paintable_new(GTK_WIDGET(window.gobj()));
  auto* snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(paintable, snapshot, window.get_width(), window.get_height());
  auto* node = gtk_snapshot_free_to_node(snapshot);
  bool is_saved = false;
  if (node != nullptr) {
    auto* renderer = gtk_native_get_renderer(GTK_NATIVE(window.gobj()));
    auto* texture = gsk_renderer_render_texture(renderer, node, nullptr);
    is_saved = gdk_texture_save_to_png(texture, file.c_str()) != FALSE;
    g_object_unref(texture);
    gsk_render_node_unref(node);
  }
  g_object_unref(paintable);
  return is_saved;
}

// What GTK and the views complained of since the last picture; whoever writes, one thread reads.
std::string complaints;

GLogWriterOutput note_complaint(GLogLevelFlags level, const GLogField* fields, gsize count,
                                gpointer) {
  constexpr int kBad = G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING;
  for (gsize i = 0; (level & kBad) != 0 && i < count; ++i) {
    if (std::string_view(fields[i].key) != "MESSAGE") continue;
    complaints += std::string("  ") + static_cast<const char*>(fields[i].value) + "\n";
  }
  return g_log_writer_default(level, fields, count, nullptr);
}

// Words that lie outside the window and that no list brings back by scrolling.
void look_for_cut_words(Gtk::Widget& widget, Gtk::Window& window) {
  if (!widget.get_mapped() || dynamic_cast<Gtk::ScrolledWindow*>(&widget) != nullptr) return;
  graphene_rect_t at = GRAPHENE_RECT_INIT(0, 0, 0, 0);
  const auto* label = dynamic_cast<Gtk::Label*>(&widget);
  if (label != nullptr &&
      gtk_widget_compute_bounds(widget.gobj(), GTK_WIDGET(window.gobj()), &at)) {
    constexpr float kSlack = 2;  // of rounding
    const bool is_inside =
        at.origin.x >= -kSlack && at.origin.y >= -kSlack &&
        at.origin.x + at.size.width <= static_cast<float>(window.get_width()) + kSlack &&
        at.origin.y + at.size.height <= static_cast<float>(window.get_height()) + kSlack;
    if (!is_inside) complaints += "  outside the window: " + label->get_text().raw() + "\n";
  }
  for (Gtk::Widget* child = widget.get_first_child(); child != nullptr;
       child = child->get_next_sibling())
    look_for_cut_words(*child, window);
}

class Walk {
 public:
  Walk(Gtk::Application& app, std::filesystem::path folder)
      : app_(app), folder_(std::move(folder)), cases_(cases()) {}

  void next() {
    if (window_ && !judge()) return;
    if (at_ == cases_.size()) {
      std::cout << cases_.size() - failed_ << " passed, " << failed_ << " failed\n";
      close();
      app_.quit();
      return;
    }
    open(cases_[at_++]);
  }
  [[nodiscard]] std::size_t failed() const { return failed_; }

 private:
  // False when it has to be looked at again after the next frame.
  [[nodiscard]] bool judge() {
    const Case& one = cases_[at_ - 1];
    const bool fits = window_->get_width() == one.width && window_->get_height() == one.height;
    const bool is_saved = save_picture(*window_, folder_ / (name_of(one) + ".png"));
    if (!is_saved && frames_ < kMostFrames) {
      wait_for_frame();
      return false;
    }
    look_for_cut_words(*window_, *window_);
    if (fits && is_saved && complaints.empty()) return true;
    ++failed_;
    std::cout << "failed: " << name_of(one) << ": " << window_->get_width() << "x"
              << window_->get_height() << (is_saved ? "" : ", no picture") << "\n"
              << complaints;
    complaints.clear();
    return true;
  }
  void wait_for_frame() {
    window_->queue_draw();
    window_->add_tick_callback([this](const Glib::RefPtr<Gdk::FrameClock>&) {
      if (++frames_ < kFrames) return true;
      Glib::signal_idle().connect_once([this] { next(); });
      return false;
    });
  }
  void close() {
    if (!window_) return;
    app_.remove_window(*window_);
    window_.reset();
    desk_.reset();
  }
  void open(const Case& one) {
    close();
    program::speak(one.language == refund::Language::Chinese ? "zh_CN" : "en");
    use_language(one.language);
    use_theme(one.theme);
    station_ = {};
    desk_ = std::make_unique<Desk>(station_, [] { return Desk::RedeemKey{}; });
    one.scene->set(*desk_, station_);
    window_ = std::make_unique<Window>(*desk_, [] { return kNow; });
    window_->set_decorated(false);
    window_->set_default_size(one.width, one.height);
    app_.add_window(*window_);
    window_->present();
    one.scene->open(*window_);
    frames_ = 0;
    wait_for_frame();
  }

  Gtk::Application& app_;
  std::filesystem::path folder_;
  std::vector<Case> cases_;
  std::size_t at_ = 0;
  std::size_t failed_ = 0;
  int frames_ = 0;
  SampleStation station_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Window> window_;
};

}  // namespace

int show_gallery(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) {
    std::cerr << "slipway-desk: cannot make the folder " << folder << ": " << failure.message()
              << "\n";
    return 2;
  }
  g_log_set_writer_func(note_complaint, nullptr, nullptr);
  auto app = Gtk::Application::create("", Gio::Application::Flags::NON_UNIQUE);
  Walk walk(*app, folder);
  app->signal_activate().connect([&] {
    Gtk::Settings::get_default()->property_gtk_enable_animations() = false;
    Gtk::Settings::get_default()->property_gtk_cursor_blink() = false;
    app->hold();
    walk.next();
  });
  const int status = app->run();
  if (status != 0) return status;
  return walk.failed() == 0 ? 0 : 1;
}

}  // namespace slipway::desk::view
